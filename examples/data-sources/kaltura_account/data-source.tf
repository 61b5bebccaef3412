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

# The signed-in account.
data "kaltura_account" "this" {}

# A child account.
data "kaltura_account" "child" {
  partner_id = 2345678
}

output "account" {
  value = "${data.kaltura_account.this.name} (${data.kaltura_account.this.partner_id})"
}

# Warn about a blocked account.
check "account_is_active" {
  assert {
    condition     = data.kaltura_account.this.status == "active"
    error_message = "The Kaltura account is ${data.kaltura_account.this.status}."
  }
}
