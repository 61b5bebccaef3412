# terraform query -generate-config-out=generated.tf
list "kaltura_user_role" "all" {
  provider = kaltura
}
