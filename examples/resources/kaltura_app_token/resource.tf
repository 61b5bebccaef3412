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
  name             = "Uploads"
  permission_names = ["CONTENT_INGEST_BASE", "CONTENT_INGEST_UPLOAD"]

  lifecycle {
    create_before_destroy = true
  }
}

resource "kaltura_app_token" "uploads" {
  description      = "Nightly upload job, owned by the media team"
  role             = kaltura_user_role.uploads.id
  session_duration = 900
  expires_at       = "2037-12-31T00:00:00Z"

  lifecycle {
    create_before_destroy = true
  }
}

# Plays one entry, with one of Kaltura's own roles.
resource "kaltura_app_token" "player" {
  description        = "Player of the lobby screen"
  role               = "PLAYBACK_BASE_ROLE"
  session_type       = "user"
  session_user_id    = "lobby"
  session_privileges = ["sview:1_abcd1234"]
}
