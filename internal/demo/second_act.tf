terraform {
  required_providers {
    kaltura = {
      source = "kaltura/kaltura"
    }
    # A stand-in with the write-only argument of the real provider.
    vault = {
      source = "hashicorp/vault"
    }
  }
}

provider "kaltura" {}

resource "kaltura_user_role" "pipeline" {
  name             = "Pipeline"
  permission_names = ["ACCOUNT_BASE"]
}

resource "kaltura_app_token" "pipeline" {
  description = "Pipeline"
  role        = kaltura_user_role.pipeline.id
}

ephemeral "kaltura_app_token" "pipeline" {
  id = kaltura_app_token.pipeline.id
}

ephemeral "kaltura_account_info" "this" {}

resource "vault_kv_secret_v2" "kaltura" {
  mount = "secret"
  name  = "kaltura"
  data_json_wo = jsonencode({
    app_token    = ephemeral.kaltura_app_token.pipeline.token
    admin_secret = ephemeral.kaltura_account_info.this.admin_secret
    user_secret  = ephemeral.kaltura_account_info.this.user_secret
  })
  data_json_wo_version = 1
}
