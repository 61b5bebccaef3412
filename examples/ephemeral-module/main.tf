# The module takes the secret through an ephemeral variable, so no state holds it.
terraform {
  required_version = ">= 1.11"
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {
  partner_id = 1234567
}

ephemeral "kaltura_account_info" "this" {}

# Numbers that change when a secret does.
data "kaltura_account_secret_versions" "this" {}

locals {
  # Ephemeral, like the values in it.
  credentials = {
    partner_id   = tostring(ephemeral.kaltura_account_info.this.partner_id)
    admin_secret = ephemeral.kaltura_account_info.this.admin_secret
  }
}

module "store" {
  source      = "./store"
  path        = "kaltura"
  credentials = local.credentials
  revision    = data.kaltura_account_secret_versions.this.admin_secret_version
}
