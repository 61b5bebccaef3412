terraform {
  required_version = ">= 1.11"
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
    vault = {
      source = "hashicorp/vault"
    }
  }
}

provider "kaltura" {}

module "pipeline" {
  source           = "./pipeline"
  name             = "Terraform pipeline"
  permission_names = ["INTEGRATION_BASE"]

  # Another value replaces the token.
  generation = 1
}

resource "vault_kv_secret_v2" "pipeline" {
  mount = "secret"
  name  = "kaltura-app-token"
  data_json_wo = jsonencode({
    partner_id = tostring(module.pipeline.partner_id)
    id         = module.pipeline.id
    token      = module.pipeline.token
  })
  data_json_wo_version = module.pipeline.version
}

data "kaltura_app_tokens" "all" {}

check "no_full_administrator_tokens" {
  assert {
    condition     = !anytrue(data.kaltura_app_tokens.all.app_tokens[*].full_administrator)
    error_message = "An app token can do everything in the account."
  }
}
