# Two accounts in two regions, with a provider block each.
terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

variable "us_admin_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "eu_admin_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "us_service_url" {
  type    = string
  default = "https://www.kaltura.com"
}

variable "eu_service_url" {
  type    = string
  default = "https://api.eu.kaltura.com"
}

provider "kaltura" {
  service_url  = var.us_service_url
  partner_id   = 1234567
  admin_secret = var.us_admin_secret
}

provider "kaltura" {
  alias        = "eu"
  service_url  = var.eu_service_url
  partner_id   = 7654321
  admin_secret = var.eu_admin_secret
}

data "kaltura_account" "us" {}

data "kaltura_account" "eu" {
  provider = kaltura.eu
}

ephemeral "kaltura_account_info" "eu" {
  provider = kaltura.eu
}

output "accounts" {
  value = {
    us = data.kaltura_account.us.name
    eu = data.kaltura_account.eu.name
  }
}
