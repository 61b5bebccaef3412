# Every data source returns these values.
mock_provider "kaltura" {
  mock_data "kaltura_account" {
    defaults = {
      name   = "Example Child"
      status = "active"
    }
  }
  mock_data "kaltura_accounts" {
    defaults = {
      partner_ids = [2345678, 3456789]
    }
  }
}

# Values of one data source.
override_data {
  target = data.kaltura_account.this
  values = {
    partner_id = 1234567
    name       = "Example Video"
  }
}

variables {
  admin_secret = "0123456789abcdef0123456789abcdef"
}

run "reads_every_child" {
  command = apply

  assert {
    condition     = output.children == ["2345678", "3456789"]
    error_message = "Each active child account must be read."
  }
  assert {
    condition     = terraform_data.label.output == "Example Video (1234567)"
    error_message = "The label must contain the name and the partner ID."
  }
}

# An override can apply to one test only.
run "no_children" {
  command = plan

  override_data {
    target = data.kaltura_accounts.children
    values = {
      partner_ids = []
    }
  }
  assert {
    condition     = length(output.children) == 0
    error_message = "An account without children must work too."
  }
}

run "refuses_a_short_secret" {
  command = plan

  variables {
    admin_secret = "too short"
  }
  expect_failures = [var.admin_secret]
}
