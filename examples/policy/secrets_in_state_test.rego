package kaltura_test

import data.kaltura
import rego.v1

# The parts of "terraform show -json" that the policy reads.
plan(mode, type) := {"planned_values": {}, "configuration": {"root_module": {"module_calls": {"video": {"module": {"resources": [{
	"address": sprintf("data.%s.this", [type]), "mode": mode, "type": type, "name": "this",
}]}}}}}}

test_data_source_is_denied if {
	kaltura.deny == {"data.kaltura_account_info.this stores both secrets in the state: use the ephemeral resource kaltura_account_info"} with input as plan("data", "kaltura_account_info")
}

test_what_is_not_a_plan_is_denied if {
	every other in [null, {}, [], {"values": {"root_module": {}}}, {"planned_values": {}}, {"configuration": {"root_module": {}}}] {
		count(kaltura.deny) == 1 with input as other
	}
}

test_everything_else_is_allowed if {
	kaltura.deny == set() with input as plan("ephemeral", "kaltura_account_info")
	kaltura.deny == set() with input as plan("data", "kaltura_account")
}
