terraform {
  required_providers {
    kaltura = {
      # In full, so that Terraform and OpenTofu mean the same provider.
      source = "registry.terraform.io/kaltura/kaltura"
    }
  }
}

# Where the account is and how to sign in comes from KALTURA_* variables.
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
