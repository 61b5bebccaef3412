ephemeral "kaltura_account_info" "this" {}

resource "terraform_data" "account" {
  for_each = toset([tostring(ephemeral.kaltura_account_info.this.partner_id)])
}
