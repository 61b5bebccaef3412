terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

# One of Kaltura's own roles.
data "kaltura_user_role" "administrator" {
  name = "Publisher Administrator"
}

output "administrator" {
  value = data.kaltura_user_role.administrator.id
}
