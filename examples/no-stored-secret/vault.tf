# VAULT_ADDR is the address of Vault, TERRAFORM_VAULT_AUTH_JWT the pipeline's
# identity.
provider "vault" {
  # The login is limited and short-lived already.
  skip_child_token = true

  auth_login_jwt {
    mount = "github"
    role  = "kaltura-pipeline"
  }
}
