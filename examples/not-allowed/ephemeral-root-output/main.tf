ephemeral "kaltura_account_info" "this" {}

output "admin_secret" {
  value     = ephemeral.kaltura_account_info.this.admin_secret
  ephemeral = true
}
