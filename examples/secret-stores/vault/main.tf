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

ephemeral "kaltura_account_info" "this" {}

data "kaltura_account_secret_versions" "this" {}

resource "vault_kv_secret_v2" "kaltura" {
  mount = "secret"
  name  = "kaltura"
  data_json_wo = jsonencode({
    partner_id   = tostring(ephemeral.kaltura_account_info.this.partner_id)
    admin_secret = ephemeral.kaltura_account_info.this.admin_secret
    user_secret  = ephemeral.kaltura_account_info.this.user_secret
  })

  # Changes with either secret.
  data_json_wo_version = data.kaltura_account_secret_versions.this.secrets_version
}
