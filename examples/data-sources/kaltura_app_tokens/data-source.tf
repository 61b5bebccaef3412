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

data "kaltura_app_tokens" "all" {}

locals {
  # Null counts too: this run is not allowed to check what the token can do.
  powerful = [for token in data.kaltura_app_tokens.all.app_tokens : token.id if token.reaches_secrets != false]
}

# Warn in each plan about tokens whose holder can get the account's secrets.
check "no_app_token_reaches_the_secrets" {
  assert {
    condition     = length(local.powerful) == 0
    error_message = "Holders of these app tokens can get the account's secrets: ${join(", ", local.powerful)}."
  }
}

output "expiring" {
  value = { for token in data.kaltura_app_tokens.all.app_tokens : token.id => token.expires_at if token.expires_at != null }
}
