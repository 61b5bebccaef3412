data "kaltura_accounts" "active" {
  status = "active"
}

# The key of for_each has to be a string; partner_id takes it as a number.
data "kaltura_account" "child" {
  for_each   = toset([for id in data.kaltura_accounts.active.partner_ids : tostring(id)])
  partner_id = each.key
}

output "owners" {
  value = { for id, account in data.kaltura_account.child : id => account.admin_email }
}
