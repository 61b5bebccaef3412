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

data "kaltura_secret_access" "this" {}

locals {
  # What the security team expects.
  expected = ["owner@example.com", "0_a1b2c3d4"]

  found      = concat(data.kaltura_secret_access.this.users, data.kaltura_secret_access.this.app_tokens)
  unexpected = { for holder in local.found : holder.id => holder.reason if !contains(local.expected, holder.id) }
}

check "secret_access" {
  assert {
    condition     = data.kaltura_secret_access.this.complete
    error_message = "Could not be read: ${join(", ", data.kaltura_secret_access.this.unread)}."
  }
  assert {
    condition     = length(local.unexpected) == 0
    error_message = "These can get the account's secrets too: ${jsonencode(local.unexpected)}."
  }
}
