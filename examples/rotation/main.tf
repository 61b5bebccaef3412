ephemeral "kaltura_account_info" "this" {}
