ephemeral "kaltura_account_info" "this" {}

resource "terraform_data" "account" {
  input = ephemeral.kaltura_account_info.this.admin_secret
}
