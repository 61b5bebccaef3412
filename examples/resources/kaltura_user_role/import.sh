# By ID.
terraform import kaltura_user_role.account_info 12345
