terraform {
  required_providers {
    kaltura = {
      source = "registry.terraform.io/kaltura/kaltura"
    }
    # A stand-in with the arguments of the real provider.
    vault = {
      source = "registry.terraform.io/hashicorp/vault"
    }
  }
}

provider "kaltura" {}

# The configuration:
ephemeral "kaltura_account_info" "this" {}

data "kaltura_account_secret_versions" "this" {}

resource "vault_kv_secret_v2" "kaltura" {
  mount = "secret"
  name  = "kaltura"
  data_json_wo = jsonencode({
    admin_secret = ephemeral.kaltura_account_info.this.admin_secret
    user_secret  = ephemeral.kaltura_account_info.this.user_secret
  })
  data_json_wo_version = data.kaltura_account_secret_versions.this.secrets_version
}
