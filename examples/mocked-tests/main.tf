terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

# The caller passes the value of an ephemeral resource; a test passes any text.
variable "admin_secret" {
  type      = string
  sensitive = true
  ephemeral = true

  validation {
    condition     = length(var.admin_secret) == 32
    error_message = "An Administrator Secret has 32 characters."
  }
}

data "kaltura_account" "this" {}

data "kaltura_accounts" "children" {
  status = "active"
}

data "kaltura_account" "child" {
  for_each   = toset([for id in data.kaltura_accounts.children.partner_ids : tostring(id)])
  partner_id = each.key
}

resource "terraform_data" "label" {
  input = "${data.kaltura_account.this.name} (${data.kaltura_account.this.partner_id})"
}

output "children" {
  value = keys(data.kaltura_account.child)
}
