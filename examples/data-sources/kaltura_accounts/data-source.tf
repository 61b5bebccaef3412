terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {
  partner_id = 1234567
}

data "kaltura_accounts" "active" {
  status = "active"
}

locals {
  # Keys of for_each must be strings.
  active = toset([for id in data.kaltura_accounts.active.partner_ids : tostring(id)])
}

data "kaltura_account" "child" {
  for_each   = local.active
  partner_id = each.key
}

output "owners" {
  value = { for id, account in data.kaltura_account.child : id => account.admin_email }
}
