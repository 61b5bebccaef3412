terraform {
  required_version = ">= 1.11"
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
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

variable "key_vault_id" {
  type = string
}

provider "azurerm" {
  features {}
}

ephemeral "kaltura_account_info" "this" {}

data "kaltura_account_secret_versions" "this" {}

resource "azurerm_key_vault_secret" "kaltura" {
  name         = "kaltura-admin-secret"
  key_vault_id = var.key_vault_id
  value_wo     = ephemeral.kaltura_account_info.this.admin_secret

  # Changes with the secret.
  value_wo_version = data.kaltura_account_secret_versions.this.admin_secret_version
}
