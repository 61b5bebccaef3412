terraform {
  required_providers {
    vault = {
      source = "hashicorp/vault"
    }
  }
}

variable "path" {
  type = string
}

variable "revision" {
  type = number
}

variable "credentials" {
  type = object({
    partner_id   = string
    admin_secret = string
  })
  sensitive = true
  ephemeral = true
}

resource "vault_kv_secret_v2" "this" {
  mount                = "secret"
  name                 = var.path
  data_json_wo         = jsonencode(var.credentials)
  data_json_wo_version = var.revision
}

# Ephemeral outputs are for child modules only.
output "credentials_json" {
  value     = jsonencode(var.credentials)
  ephemeral = true
}
