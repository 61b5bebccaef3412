import {
  to = kaltura_app_token.uploads
  identity = {
    partner_id = 1234567
    id         = "0_a1b2c3d4"
  }
}
