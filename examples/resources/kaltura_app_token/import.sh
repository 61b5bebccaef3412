# By the ID of the app token. Its value is neither needed nor read.
terraform import kaltura_app_token.reports 0_a1b2c3d4
