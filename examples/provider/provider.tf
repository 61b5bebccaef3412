terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

# The secret comes from the environment: KALTURA_ADMIN_SECRET.
provider "kaltura" {
  partner_id = 1234567
}

data "kaltura_account" "this" {}

output "account" {
  value = "${data.kaltura_account.this.name} (${data.kaltura_account.this.partner_id})"
}
