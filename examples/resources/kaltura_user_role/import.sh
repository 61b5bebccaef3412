# By ID.
terraform import kaltura_user_role.uploads 12345

# In a child account, by its Partner ID and the ID.
terraform import kaltura_user_role.uploads 2345678/12345
