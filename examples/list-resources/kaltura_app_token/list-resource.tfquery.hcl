# terraform query -generate-config-out=generated.tf
list "kaltura_app_token" "since_2023" {
  provider = kaltura

  config {
    created_after = "2023-01-01T00:00:00Z"
  }
}
