# Applied once by an administrator of Vault. Jobs of one project, on its
# protected branch main, can then read one secret.
terraform {
  required_providers {
    vault = {
      source = "hashicorp/vault"
    }
  }
}

resource "vault_jwt_auth_backend" "gitlab" {
  path               = "gitlab"
  oidc_discovery_url = "https://gitlab.com"
  bound_issuer       = "https://gitlab.com"
}

resource "vault_jwt_auth_backend_role" "pipeline" {
  backend         = vault_jwt_auth_backend.gitlab.path
  role_name       = "kaltura-pipeline"
  role_type       = "jwt"
  user_claim      = "project_path"
  bound_audiences = ["https://vault.example.com"]
  bound_claims = {
    project_path  = "example/video"
    ref           = "main"
    ref_protected = "true"
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
