// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import "strings"

func init() {
	register(&action{service: "permission", name: "getCurrentPermissions", run: getCurrentPermissions, needsKS: true})
}

// getCurrentPermissions: one comma-separated text
// (`permission_getCurrentPermissions_user`, `permission_getCurrentPermissions_viewer`).
func getCurrentPermissions(c *call) (any, error) {
	names, err := permissionsOf(c.account, c.session)
	switch {
	case err != nil:
		return nil, err
	case len(names) == 0:
		names = []string{"BASE_USER_SESSION_PERMISSION"}
	case names[0] == everyPermission:
		names = []string{"ACCOUNT_BASE", "ADMIN_BASE", "ADMIN_PUBLISHER_MANAGE", integrationBase, "KMC_ACCESS"}
	}
	return strings.Join(names, ",") + ",ALWAYS_ALLOWED_ACTIONS", nil
}
