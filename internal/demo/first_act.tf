terraform {
  required_providers {
    kaltura = {
      # The full address makes Terraform and OpenTofu use the same provider.
      source = "registry.terraform.io/kaltura/kaltura"
    }
  }
}

# KALTURA_* variables set the account and the credentials.
provider "kaltura" {}

data "kaltura_account_info" "this" {}

output "partner_id" {
  value = data.kaltura_account_info.this.partner_id
}

output "sub_partner_id" {
  value = data.kaltura_account_info.this.sub_partner_id
}

output "admin_secret" {
  value     = data.kaltura_account_info.this.admin_secret
  sensitive = true
}

output "user_secret" {
  value     = data.kaltura_account_info.this.user_secret
  sensitive = true
}
