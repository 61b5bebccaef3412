# A role and an app token in each child account, the tokens in Vault only.
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

# The parent account, by its Administrator Secret.
provider "kaltura" {
  partner_id = 1234567
}

data "kaltura_accounts" "children" {
  status = "active"
}

locals {
  children = { for account in data.kaltura_accounts.children.accounts : tostring(account.partner_id) => account }
}

resource "kaltura_user_role" "uploads" {
  for_each = local.children

  partner_id       = each.value.partner_id
  name             = "Upload job"
  permission_names = ["CONTENT_INGEST_BASE", "CONTENT_INGEST_UPLOAD"]

  lifecycle {
    create_before_destroy = true
  }
}

resource "kaltura_app_token" "uploads" {
  for_each = local.children

  partner_id       = each.value.partner_id
  description      = "Upload job"
  role             = kaltura_user_role.uploads[each.key].id
  session_duration = 900

  # Another value replaces all tokens.
  rotate_when_changed = "1"

  lifecycle {
    create_before_destroy = true
  }
}

ephemeral "kaltura_app_token" "uploads" {
  for_each = local.children

  partner_id = each.value.partner_id
  id         = kaltura_app_token.uploads[each.key].id
}

resource "vault_kv_secret_v2" "uploads" {
  for_each = local.children

  mount = "secret"
  name  = "kaltura/${each.key}/upload-job"
  data_json_wo = jsonencode({
    partner_id = each.key
    id         = kaltura_app_token.uploads[each.key].id
    token      = ephemeral.kaltura_app_token.uploads[each.key].token
  })
  data_json_wo_version = kaltura_app_token.uploads[each.key].version
}

# Who can get the secrets of each child account?
data "kaltura_secret_access" "child" {
  for_each = local.children

  partner_id = each.value.partner_id
}

check "no_token_reaches_the_secrets" {
  assert {
    condition = alltrue([for access in data.kaltura_secret_access.child : access.complete && length(access.app_tokens) == 0])
    error_message = format("App tokens of these accounts reach the secrets, or could not be read: %s.", join(", ", [
      for id, access in data.kaltura_secret_access.child : id if !access.complete || length(access.app_tokens) > 0
    ]))
  }
}
