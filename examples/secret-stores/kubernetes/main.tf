terraform {
  required_version = ">= 1.11"
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
    }
  }
}

provider "kaltura" {
  partner_id = 1234567
}

ephemeral "kaltura_account_info" "this" {}

data "kaltura_account_secret_versions" "this" {}

resource "kubernetes_secret_v1" "kaltura" {
  metadata {
    name      = "kaltura"
    namespace = "default"
  }

  data_wo = {
    KALTURA_PARTNER_ID   = tostring(ephemeral.kaltura_account_info.this.partner_id)
    KALTURA_ADMIN_SECRET = ephemeral.kaltura_account_info.this.admin_secret
  }

  # Changes with the secret.
  data_wo_revision = data.kaltura_account_secret_versions.this.admin_secret_version
}
