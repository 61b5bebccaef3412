terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

data "kaltura_accounts" "active" {
  status = "active"
}

locals {
  # The key of for_each has to be a string; partner_id takes it as a number.
  active = toset([for id in data.kaltura_accounts.active.partner_ids : tostring(id)])
}

data "kaltura_account" "child" {
  for_each   = local.active
  partner_id = each.key
}

output "owners" {
  value = { for id, account in data.kaltura_account.child : id => account.admin_email }
}
