# By the ID of the role, a number.
terraform import kaltura_user_role.account_info 12345
