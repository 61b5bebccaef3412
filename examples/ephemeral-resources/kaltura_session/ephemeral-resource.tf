terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

# A KS that may play one entry and lives for ten minutes at most.
ephemeral "kaltura_session" "player" {
  expiry     = 600
  privileges = ["sview:1_abcd1234", "setrole:PLAYBACK_BASE_ROLE"]
}

# An administrator KS of a child account, for a second provider block.
ephemeral "kaltura_session" "child" {
  type       = "admin"
  partner_id = 2345678
}

provider "kaltura" {
  alias      = "child"
  partner_id = 2345678
  ks         = ephemeral.kaltura_session.child.ks
}

data "kaltura_account" "child" {
  provider = kaltura.child
}
