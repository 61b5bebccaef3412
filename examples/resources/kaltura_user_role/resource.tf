terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {}

# Reads the account info, nothing else.
resource "kaltura_user_role" "account_info" {
  name             = "Account info reader"
  system_name      = "ACCOUNT_INFO_READER"
  description      = "For pipelines that hand the account info on."
  permission_names = ["INTEGRATION_BASE"]
}
