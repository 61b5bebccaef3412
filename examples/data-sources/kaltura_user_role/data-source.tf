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

# One of Kaltura's own roles.
data "kaltura_user_role" "captions" {
  system_name = "CAPTIONS_EDITOR_ROLE"
}

# A copy of it with one more permission.
resource "kaltura_user_role" "captions" {
  name             = "Captions editor who uploads"
  permission_names = setunion(data.kaltura_user_role.captions.assignable_permission_names, ["BASE_UPLOAD_PERMISSION"])

  lifecycle {
    create_before_destroy = true
  }
}

output "permission_names" {
  value = kaltura_user_role.captions.permission_names
}
