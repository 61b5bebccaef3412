terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

data "kaltura_permissions" "captions" {
  contains = "modify captions"
}

# What a role can be given, and what it needs with it.
output "permission_names" {
  value = { for permission in data.kaltura_permissions.captions.permissions : permission.name => permission.requires if permission.assignable }
}
