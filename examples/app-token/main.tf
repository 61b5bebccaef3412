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

provider "kaltura" {
  partner_id = 1234567
}

# Uploads videos. Its holder cannot get the account's secrets.
module "uploads" {
  source           = "./pipeline"
  name             = "Upload job"
  permission_names = ["CONTENT_INGEST_BASE", "CONTENT_INGEST_UPLOAD"]

  # Another value replaces the token.
  generation = 1
}

# Reads the account's secrets, because that is its job.
module "pipeline" {
  source             = "./pipeline"
  name               = "Terraform pipeline"
  permission_names   = ["INTEGRATION_BASE"]
  full_administrator = true

  # Another value replaces the token.
  generation = 1
}

resource "vault_kv_secret_v2" "uploads" {
  mount = "secret"
  name  = "kaltura-upload-job"
  data_json_wo = jsonencode({
    partner_id = tostring(module.uploads.partner_id)
    id         = module.uploads.id
    token      = module.uploads.token
  })
  data_json_wo_version = module.uploads.version
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

# Warns about other tokens whose holder can get the secrets, and about tokens that
# this run is not allowed to check.
check "app_tokens_that_reach_the_secrets" {
  assert {
    condition = alltrue([
      for token in data.kaltura_app_tokens.all.app_tokens :
      token.reaches_secrets == false || token.description == "Terraform pipeline"
    ])
    error_message = "Holders of other app tokens than the pipeline's can get the account's secrets."
  }
}
