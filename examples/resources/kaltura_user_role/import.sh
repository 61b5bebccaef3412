# By ID.
terraform import kaltura_user_role.uploads 12345
