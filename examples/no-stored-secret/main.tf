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

# Opened with the pipeline's identity, at plan and at apply.
ephemeral "vault_kv_secret_v2" "kaltura" {
  mount = "secret"
  name  = "kaltura-app-token"
}

provider "kaltura" {
  partner_id   = 1234567
  app_token_id = ephemeral.vault_kv_secret_v2.kaltura.data.id
  app_token    = ephemeral.vault_kv_secret_v2.kaltura.data.token
}

# Needs no permission. Replace it with what the pipeline is for.
data "kaltura_current_session" "this" {}

output "signed_in_with" {
  value = data.kaltura_current_session.this.sign_in_method
}
