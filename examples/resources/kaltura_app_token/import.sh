# By ID, without the value of the token.
terraform import kaltura_app_token.uploads 0_a1b2c3d4

# In a child account, by its Partner ID and the ID.
terraform import kaltura_app_token.uploads 2345678/0_a1b2c3d4
