terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

ephemeral "kaltura_account_info" "this" {}
