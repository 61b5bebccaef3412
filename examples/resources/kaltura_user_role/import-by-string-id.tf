import {
  to = kaltura_user_role.uploads
  id = "12345"
}
