# One secret per child account, in Vault only.
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

provider "kaltura" {
  partner_id = 1234567
}

data "kaltura_accounts" "children" {
  status = "active"
}

locals {
  children = { for account in data.kaltura_accounts.children.accounts : tostring(account.partner_id) => account }
}

ephemeral "kaltura_account_info" "child" {
  for_each   = local.children
  partner_id = each.value.partner_id
}

data "kaltura_account_secret_versions" "child" {
  for_each   = local.children
  partner_id = each.value.partner_id
}

resource "vault_kv_secret_v2" "child" {
  for_each = local.children

  mount = "secret"
  name  = "kaltura/${each.key}"
  data_json_wo = jsonencode({
    partner_id   = each.key
    admin_secret = ephemeral.kaltura_account_info.child[each.key].admin_secret
    user_secret  = ephemeral.kaltura_account_info.child[each.key].user_secret
  })
  data_json_wo_version = data.kaltura_account_secret_versions.child[each.key].secrets_version
}

output "children" {
  value = { for id, account in local.children : id => account.name }
}
