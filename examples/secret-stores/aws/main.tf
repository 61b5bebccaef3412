terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
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

data "kaltura_account_secret_versions" "this" {}

resource "aws_secretsmanager_secret" "kaltura" {
  name = "kaltura/account-info"
}

resource "aws_secretsmanager_secret_version" "kaltura" {
  secret_id = aws_secretsmanager_secret.kaltura.id
  secret_string_wo = jsonencode({
    partner_id   = tostring(ephemeral.kaltura_account_info.this.partner_id)
    admin_secret = ephemeral.kaltura_account_info.this.admin_secret
    user_secret  = ephemeral.kaltura_account_info.this.user_secret
  })

  # Changes with either secret.
  secret_string_wo_version = data.kaltura_account_secret_versions.this.secrets_version
}
