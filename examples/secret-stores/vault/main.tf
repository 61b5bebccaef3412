terraform {
  required_version = ">= 1.11"
  required_providers {
    kaltura = {
      source = "kaltura/kaltura"
    }
    vault = {
      source = "hashicorp/vault"
    }
  }
}

ephemeral "kaltura_account_info" "this" {}

resource "vault_kv_secret_v2" "kaltura" {
  mount = "secret"
  name  = "kaltura"
  data_json_wo = jsonencode({
    partner_id   = ephemeral.kaltura_account_info.this.partner_id
    admin_secret = ephemeral.kaltura_account_info.this.admin_secret
    user_secret  = ephemeral.kaltura_account_info.this.user_secret
  })

  # The engine cannot see that a write-only value changed. Raise this number to
  # have it written again.
  data_json_wo_version = 1
}
