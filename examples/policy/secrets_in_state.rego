# Denies plans that would store the secrets of a Kaltura account in the state.
# Use it with: terraform show -json tfplan | opa eval -f raw -I -d secrets_in_state.rego data.kaltura.deny
package kaltura

import rego.v1

deny contains message if {
	walk(input.configuration, [_, block])
	block.mode == "data"
	block.type == "kaltura_account_info"
	message := sprintf("%s stores both secrets in the state: use the ephemeral resource kaltura_account_info", [block.address])
}
