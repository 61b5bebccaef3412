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

ephemeral "kaltura_account_info" "this" {}

# The engine hides the output of this command.
resource "terraform_data" "smoke_test" {
  provisioner "local-exec" {
    command = "test -n \"$KALTURA_USER_SECRET\""
    environment = {
      KALTURA_PARTNER_ID  = ephemeral.kaltura_account_info.this.partner_id
      KALTURA_USER_SECRET = ephemeral.kaltura_account_info.this.user_secret
    }
  }
}
