import {
  to = kaltura_app_token.uploads
  id = "0_a1b2c3d4"
}
