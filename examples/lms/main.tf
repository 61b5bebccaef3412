# An LMS in Kubernetes that signs LTI 1.1 launches for Kaltura: its consumer key is
# the Partner ID, its shared secret the Administrator Secret.
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

resource "kubernetes_secret_v1" "lti" {
  metadata {
    name      = "kaltura-lti"
    namespace = "lms"
  }

  data_wo = {
    LTI_CONSUMER_KEY  = tostring(ephemeral.kaltura_account_info.this.partner_id)
    LTI_SHARED_SECRET = ephemeral.kaltura_account_info.this.admin_secret
  }

  # Changes with the secret.
  data_wo_revision = data.kaltura_account_secret_versions.this.admin_secret_version
}
