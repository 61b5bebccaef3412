terraform {
  required_version = ">= 1.5"
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

data "kaltura_app_tokens" "all" {}

locals {
  # IDs of the tokens that configurations manage, such as kaltura_app_token.reports.id.
  managed = ["0_a1b2c3d4"]

  limit    = timeadd(plantimestamp(), "720h") # 30 days
  expiring = { for token in data.kaltura_app_tokens.all.app_tokens : token.id => token if try(timecmp(token.expires_at, local.limit) < 0, false) }
  unknown  = { for token in data.kaltura_app_tokens.all.app_tokens : token.id => token if !contains(local.managed, token.id) }
}

check "no_token_expires_soon" {
  assert {
    condition     = length(local.expiring) == 0
    error_message = "These app tokens expire within 30 days or have expired: ${join(", ", keys(local.expiring))}."
  }
}

check "no_unknown_tokens" {
  assert {
    condition     = length(local.unknown) == 0
    error_message = "No configuration manages these app tokens: ${join(", ", keys(local.unknown))}."
  }
}

output "unknown_app_tokens" {
  value = { for id, token in local.unknown : id => "${coalesce(token.description, "no description")}, created ${token.created_at}" }
}
