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

resource "kaltura_user_role" "uploads" {
  name             = "Upload jobs"
  system_name      = "UPLOAD_JOBS"
  description      = "For programs that upload videos."
  permission_names = ["CONTENT_INGEST_BASE", "CONTENT_INGEST_UPLOAD"]

  lifecycle {
    create_before_destroy = true

    # Somebody with this role must not be able to get the account's secrets.
    postcondition {
      condition     = !coalesce(self.reaches_secrets, true)
      error_message = "The role reaches the account's secrets."
    }
  }
}
