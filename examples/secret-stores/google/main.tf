terraform {
  required_version = ">= 1.11"
  required_providers {
    google = {
      source = "hashicorp/google"
    }
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

data "kaltura_account_secret_versions" "this" {}

resource "google_secret_manager_secret" "kaltura" {
  secret_id = "kaltura-admin-secret"

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "kaltura" {
  secret         = google_secret_manager_secret.kaltura.id
  secret_data_wo = ephemeral.kaltura_account_info.this.admin_secret

  # Changes with the secret.
  secret_data_wo_version = data.kaltura_account_secret_versions.this.admin_secret_version
}
