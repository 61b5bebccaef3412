terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

# The secret comes from the environment: KALTURA_ADMIN_SECRET.
provider "kaltura" {
  partner_id = 1234567
}
