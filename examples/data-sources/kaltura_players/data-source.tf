terraform {
  required_providers {
    kaltura = {
      source  = "kaltura/kaltura"
      version = "~> 0.1"
    }
  }
}

provider "kaltura" {
  partner_id = 1234567
}

data "kaltura_players" "current" {
  kind = "v7"
}

# What the plug-in of a website or an LMS asks for.
output "website" {
  value = {
    partner_id = data.kaltura_players.current.partner_id
    player_id  = one([for player in data.kaltura_players.current.players : player.id if player.name == "Website"])
  }
}
