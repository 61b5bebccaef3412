# Creates the token that it signs in with, and replaces it each month.
terraform {
  required_version = ">= 1.11"
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
    vault = {
      source = "hashicorp/vault"
    }
  }
}

# For the first apply, which signs in with KALTURA_ADMIN_SECRET:
# terraform apply -var first=true
variable "first" {
  type    = bool
  default = false
}

# Vault's policy permits "read", "create" and "update" for
# secret/data/kaltura-manager.
ephemeral "vault_kv_secret_v2" "manager" {
  count = var.first ? 0 : 1

  mount = "secret"
  name  = "kaltura-manager"
}

provider "kaltura" {
  partner_id   = 1234567
  app_token_id = one(ephemeral.vault_kv_secret_v2.manager[*].data.id)
  app_token    = one(ephemeral.vault_kv_secret_v2.manager[*].data.token)
}

locals {
  # Counts months. All runs in a month have the same number.
  month = formatdate("YYYY", plantimestamp()) * 12 + formatdate("M", plantimestamp())

  # The token that was created this month.
  current = kaltura_app_token.manager[local.month % 2]
}

resource "kaltura_user_role" "manager" {
  name = "Manages roles and app tokens"
  permission_names = [
    "ADMIN_BASE", "ADMIN_ROLE_ADD", "ADMIN_ROLE_UPDATE", "ADMIN_ROLE_DELETE",
    "APP_TOKEN_BASE", "APP_TOKEN_ADD", "APP_TOKEN_UPDATE", "APP_TOKEN_DELETE",
  ]

  lifecycle {
    create_before_destroy = true
  }
}

# Each month replaces one of the two: not the one that this run signs in with.
# After a month without a run, both are replaced: the first run stores the new
# token and fails to delete its own, and the next run deletes that.
resource "kaltura_app_token" "manager" {
  count = 2

  description         = "Manager of roles and app tokens (${count.index + 1} of 2)"
  role                = kaltura_user_role.manager.id
  session_duration    = 3600
  rotate_when_changed = floor((local.month + count.index) / 2)
  full_administrator  = true # anyone who can create tokens can create one that reads the secrets

  lifecycle {
    create_before_destroy = true
  }
}

ephemeral "kaltura_app_token" "current" {
  id = local.current.id
}

resource "vault_kv_secret_v2" "manager" {
  mount = "secret"
  name  = "kaltura-manager"
  data_json_wo = jsonencode({
    id    = local.current.id
    token = ephemeral.kaltura_app_token.current.token
  })
  data_json_wo_version = local.current.version
}
