terraform {
  required_version = ">= 1.11"
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

resource "kaltura_user_role" "reader" {
  name             = "Account reader"
  permission_names = ["ACCOUNT_BASE"]

  lifecycle {
    create_before_destroy = true
  }
}

resource "kaltura_app_token" "reader" {
  description = "Second provider block of this configuration"
  role        = kaltura_user_role.reader.id
}

# Opened once the token exists.
ephemeral "kaltura_app_token" "reader" {
  id = kaltura_app_token.reader.id
}

provider "kaltura" {
  alias               = "reader"
  partner_id          = kaltura_app_token.reader.partner_id
  app_token_id        = kaltura_app_token.reader.id
  app_token           = ephemeral.kaltura_app_token.reader.token
  app_token_hash_type = ephemeral.kaltura_app_token.reader.hash_type
}

data "kaltura_account" "this" {
  provider   = kaltura.reader
  depends_on = [kaltura_app_token.reader]
}
