terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

variable "name" {
  type = string
}

variable "permission_names" {
  type = set(string)
}

variable "full_administrator" {
  type        = bool
  default     = false
  description = "Whether the holder may get the account's secrets."
}

variable "service_user" {
  type        = string
  default     = null
  description = "ID of a KMC user with a role, for this token alone."
}

variable "generation" {
  type        = string
  description = "A change replaces the token."
}

resource "kaltura_user_role" "this" {
  name             = var.name
  permission_names = var.permission_names

  lifecycle {
    create_before_destroy = true
  }
}

resource "kaltura_app_token" "this" {
  description         = var.name
  role                = kaltura_user_role.this.id
  session_user_id     = var.service_user
  session_duration    = 900
  full_administrator  = var.full_administrator
  rotate_when_changed = var.generation

  lifecycle {
    create_before_destroy = true
  }
}

# Opened once the token exists, and stored nowhere.
ephemeral "kaltura_app_token" "this" {
  id = kaltura_app_token.this.id
}

output "id" {
  value = kaltura_app_token.this.id
}

output "partner_id" {
  value = kaltura_app_token.this.partner_id
}

output "token" {
  value     = ephemeral.kaltura_app_token.this.token
  ephemeral = true
}

output "version" {
  value       = kaltura_app_token.this.version
  description = "Changes with the token."
}
