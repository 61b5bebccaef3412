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

resource "kaltura_user_role" "contractor" {
  name        = "Contractor"
  description = "Uploads videos and edits their metadata in KMC."
  permission_names = [
    "KMC_ACCESS", # a person signs in to KMC
    "CONTENT_INGEST_BASE",
    "CONTENT_INGEST_UPLOAD",
    "CONTENT_MANAGE_BASE",
    "CONTENT_MANAGE_METADATA",
    "CONTENT_MANAGE_THUMBNAIL",
  ]

  lifecycle {
    create_before_destroy = true
  }
}
