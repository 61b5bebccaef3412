data "kaltura_account_info" "this" {}

output "partner_id" {
  value = data.kaltura_account_info.this.partner_id
}

# The engine insists on "sensitive". It hides the value in its output, but
# "terraform output -raw admin_secret" prints it, and the state holds it.
output "admin_secret" {
  value     = data.kaltura_account_info.this.admin_secret
  sensitive = true
}
