# Applied once by an administrator of Vault. Jobs of one repository, in one of its
# environments, can then read one secret.
terraform {
  required_providers {
    vault = {
      source = "hashicorp/vault"
    }
  }
}

resource "vault_jwt_auth_backend" "github" {
  path               = "github"
  oidc_discovery_url = "https://token.actions.githubusercontent.com"
  bound_issuer       = "https://token.actions.githubusercontent.com"
}

resource "vault_jwt_auth_backend_role" "pipeline" {
  backend         = vault_jwt_auth_backend.github.path
  role_name       = "kaltura-pipeline"
  role_type       = "jwt"
  user_claim      = "repository"
  bound_audiences = ["https://vault.example.com"]
  bound_claims = {
    repository  = "example/video"
    environment = "production"
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
