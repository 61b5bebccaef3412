terraform {
  required_version = ">= 1.11"
  required_providers {
    kaltura = {
      source = "kaltura/kaltura"
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
    }
  }
}

ephemeral "kaltura_account_info" "this" {}

resource "kubernetes_secret_v1" "kaltura" {
  metadata {
    name      = "kaltura"
    namespace = "default"
  }

  data_wo = {
    KALTURA_PARTNER_ID   = tostring(ephemeral.kaltura_account_info.this.partner_id)
    KALTURA_ADMIN_SECRET = ephemeral.kaltura_account_info.this.admin_secret
  }

  # The engine cannot see that a write-only value changed. Raise this number to
  # have it written again.
  data_wo_revision = 1
}
