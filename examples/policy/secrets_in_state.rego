# Denies plans that would store the secrets of a Kaltura account in the state, and whatever is not a plan.
# This command fails if something is denied:
#   terraform show -json tfplan | opa eval --fail-defined --stdin-input --data secrets_in_state.rego 'data.kaltura.deny[_]'
package kaltura

import rego.v1

deny contains message if {
	walk(input.configuration, [_, block])
	block.mode == "data"
	block.type == "kaltura_account_info"
	message := sprintf("%s stores both secrets in the state: use the ephemeral resource kaltura_account_info", [block.address])
}

deny contains "the input is not a plan: it must be what terraform show -json prints for the file of a saved plan" if not is_plan

is_plan if {
	is_object(input.planned_values)
	is_object(input.configuration.root_module)
}
