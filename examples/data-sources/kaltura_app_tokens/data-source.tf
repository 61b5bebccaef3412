terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

data "kaltura_app_tokens" "all" {}

# Warn in each plan about tokens without limits.
check "no_full_administrator_tokens" {
  assert {
    condition = !anytrue(data.kaltura_app_tokens.all.app_tokens[*].full_administrator)
    error_message = "These app tokens can do everything: ${join(", ", [
      for token in data.kaltura_app_tokens.all.app_tokens : token.id if token.full_administrator
    ])}."
  }
}

output "expiring" {
  value = { for token in data.kaltura_app_tokens.all.app_tokens : token.id => token.expires_at if token.expires_at != null }
}
