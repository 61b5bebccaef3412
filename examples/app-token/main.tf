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

variable "generation" {
  type        = number
  default     = 1
  description = "Raise to replace the token."
}

resource "kaltura_user_role" "pipeline" {
  name             = "Terraform pipeline"
  permission_names = ["INTEGRATION_BASE"]
}

resource "terraform_data" "generation" {
  input = var.generation
}

resource "kaltura_app_token" "pipeline" {
  description      = "Pipeline of the platform team"
  role             = kaltura_user_role.pipeline.id
  session_duration = 900

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.generation]
  }
}

# Opened once the token exists, and stored nowhere.
ephemeral "kaltura_app_token" "pipeline" {
  id = kaltura_app_token.pipeline.id
}

resource "vault_kv_secret_v2" "pipeline" {
  mount = "secret"
  name  = "kaltura-app-token"
  data_json_wo = jsonencode({
    partner_id = kaltura_app_token.pipeline.partner_id
    id         = kaltura_app_token.pipeline.id
    token      = ephemeral.kaltura_app_token.pipeline.token
  })

  # Changes with the token.
  data_json_wo_version = tonumber(formatdate("YYYYMMDDhhmmss", kaltura_app_token.pipeline.created_at))
}

data "kaltura_app_tokens" "all" {}

check "no_full_administrator_tokens" {
  assert {
    condition     = !anytrue(data.kaltura_app_tokens.all.app_tokens[*].full_administrator)
    error_message = "An app token can do everything in the account."
  }
}
