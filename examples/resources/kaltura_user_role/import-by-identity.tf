import {
  to = kaltura_user_role.uploads
  identity = {
    partner_id = 1234567
    id         = "12345"
  }
}
