terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

# The account that the provider signs in to.
data "kaltura_account" "this" {}

# A child account of it.
data "kaltura_account" "child" {
  partner_id = 2345678
}

output "account" {
  value = "${data.kaltura_account.this.name} (${data.kaltura_account.this.partner_id})"
}

# Stop a run that was started with the credentials of a blocked account.
check "account_is_active" {
  assert {
    condition     = data.kaltura_account.this.status == "active"
    error_message = "The Kaltura account is ${data.kaltura_account.this.status}."
  }
}
