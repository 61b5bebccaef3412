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

locals {
  # Counts months. All runs in a month have the same number.
  month = formatdate("YYYY", plantimestamp()) * 12 + formatdate("M", plantimestamp())

  # The token that was created this month.
  current = kaltura_app_token.pipeline[local.month % 2]
}

resource "kaltura_user_role" "pipeline" {
  name             = "Upload pipeline"
  permission_names = ["CONTENT_INGEST_BASE", "CONTENT_INGEST_UPLOAD"]

  lifecycle {
    create_before_destroy = true
  }
}

# Each month replaces one of the two. The other keeps working until the next.
resource "kaltura_app_token" "pipeline" {
  count = 2

  description         = "Upload pipeline (${count.index + 1} of 2)"
  role                = kaltura_user_role.pipeline.id
  session_duration    = 3600
  rotate_when_changed = floor((local.month + count.index) / 2)
}

ephemeral "kaltura_app_token" "current" {
  id = local.current.id
}

resource "vault_kv_secret_v2" "pipeline" {
  mount = "secret"
  name  = "kaltura-app-token"
  data_json_wo = jsonencode({
    id    = local.current.id
    token = ephemeral.kaltura_app_token.current.token
  })
  data_json_wo_version = local.current.version
}
