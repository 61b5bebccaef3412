# Applied once by an administrator of Vault. Runs of one workspace can then
# read one secret.
terraform {
  required_providers {
    vault = {
      source = "hashicorp/vault"
    }
  }
}

resource "vault_jwt_auth_backend" "hcp_terraform" {
  path               = "hcp-terraform"
  oidc_discovery_url = "https://app.terraform.io"
  bound_issuer       = "https://app.terraform.io"
}

resource "vault_jwt_auth_backend_role" "pipeline" {
  backend           = vault_jwt_auth_backend.hcp_terraform.path
  role_name         = "kaltura-pipeline"
  role_type         = "jwt"
  user_claim        = "terraform_full_workspace"
  bound_audiences   = ["vault.workload.identity"]
  bound_claims_type = "glob"
  bound_claims = {
    sub = "organization:example:project:Video:workspace:kaltura:run_phase:*"
  }
  token_policies = [vault_policy.pipeline.name]
  token_ttl      = 900
}

# In a secrets engine of version 2, "data" follows the name of the mount. To
# rotate the token as well, add "create" and "update".
resource "vault_policy" "pipeline" {
  name   = "kaltura-pipeline"
  policy = <<-EOT
    path "secret/data/kaltura-app-token" {
      capabilities = ["read"]
    }
  EOT
}
