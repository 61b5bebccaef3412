# By ID, without the value of the token.
terraform import kaltura_app_token.uploads 0_a1b2c3d4
