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

data "kaltura_permissions" "captions" {
  contains = "modify captions"
}

# What can be given to a role, and what each permission requires.
output "permission_names" {
  value = { for permission in data.kaltura_permissions.captions.permissions : permission.name => permission.requires if permission.assignable }
}
