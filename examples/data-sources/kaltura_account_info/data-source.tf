terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {
  partner_id = 1234567
}

data "kaltura_account_info" "this" {}

output "partner_id" {
  value = data.kaltura_account_info.this.partner_id
}

output "sub_partner_id" {
  value = data.kaltura_account_info.this.sub_partner_id
}

# "sensitive" hides the value in the engine's output, not in the state.
output "admin_secret" {
  value     = data.kaltura_account_info.this.admin_secret
  sensitive = true
}

output "user_secret" {
  value     = data.kaltura_account_info.this.user_secret
  sensitive = true
}
