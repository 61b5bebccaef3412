terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

# Plays one entry, for at most ten minutes.
ephemeral "kaltura_session" "player" {
  expiry     = 600
  privileges = ["sview:1_abcd1234", "setrole:PLAYBACK_BASE_ROLE"]
}

# Signs in to a child account.
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
