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

data "kaltura_current_session" "this" {}

output "signed_in_as" {
  value = "${data.kaltura_current_session.this.partner_id} by ${data.kaltura_current_session.this.sign_in_method}"
}

# Warn if the role cannot read the account's secrets.
check "may_read_secrets" {
  assert {
    condition     = try(contains(data.kaltura_current_session.this.permission_names, "INTEGRATION_BASE"), false)
    error_message = "The session lacks the permission INTEGRATION_BASE."
  }
}
