// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"maps"
	"slices"
)

// PermissionType is the type of a permission (API enum KalturaPermissionType).
type PermissionType int

// The types of permissions. Only roles can have normal ones; an account has a
// feature or plug-in if its list of permissions names it.
const (
	PermissionNormal  PermissionType = 1
	PermissionFeature PermissionType = 2
	PermissionPlugin  PermissionType = 3
)

// Permission is a permission of the account, or one of the API's own (API object
// KalturaPermission).
type Permission struct {
	Name string
	// Label is its name in KMC. Like Description, it may be "".
	Label, Description string
	Type               PermissionType
	// Own is a normal permission that the account has made, which may contain
	// anything. It can have the name of one of the API's.
	Own bool
	// Blocked permissions are not in force.
	Blocked bool
	// Requires are the permissions without which this one is not in force: other
	// ones of the role, or features and plug-ins of the account.
	Requires []string
}

// Assignable reports whether a role can be given the permission.
func (p Permission) Assignable() bool { return p.Type == PermissionNormal }

func (p Permission) weight() weight {
	return weightOf(p.Requires, p.Name, p.Label, p.Description)
}

// Permissions are the permissions of an account and the API's own, by name in
// capitals: letter case has no meaning.
type Permissions map[string]Permission

func (p Permissions) weight() weight {
	return objects[Permission](slices.Collect(maps.Values(p))).weight()
}

// Named finds a permission in any letter case.
func (p Permissions) Named(name string) (Permission, bool) {
	found, known := p[permissionKey(name)]
	return found, known
}

// Permissions reads the permissions of the account and the API's own, once for
// all callers (permission.list, permission ADMIN_BASE, or KMC_READ_ONLY with
// KMC_ACCESS).
func (c *Client) Permissions(ctx context.Context) (Permissions, error) {
	return c.lookUps.permissions.get(ctx, c.lookUps.memory, c.listPermissions)
}

type wirePermission struct {
	Name      lenientString  `json:"name"`
	Type      lenientInt     `json:"type"`
	Status    lenientInt     `json:"status"`
	PartnerID lenientInt     `json:"partnerId"`
	Requires  *itemsText     `json:"dependsOnPermissionNames"`
	Label     *lenientString `json:"friendlyName"`
	About     *lenientString `json:"description"`
}

func (c *Client) listPermissions(ctx context.Context) (Permissions, error) {
	list := apiAction{service: "permission", name: "list"}
	all, total := Permissions{}, amount{most: MaxObjects}
	for index := 1; index <= MaxObjects/pageSize; index++ {
		filter := map[string]any{"objectType": "KalturaPermissionFilter", "orderBy": "+name"}
		out, err := readPage[wirePermission](ctx, c, list, filter, index)
		if err != nil {
			return nil, err
		}
		for _, object := range out.Objects {
			permission := Permission{
				Name: object.Name.plainOrEmpty(oneLine), Label: object.Label.plainOrEmpty(oneLine), Description: object.About.plainOrEmpty(lines),
				Type: PermissionType(object.Type), Blocked: object.Status == 2,
				Own: object.PartnerID != 0 && object.Type == lenientInt(PermissionNormal), Requires: object.Requires.names(),
			}
			if total.add(permission.weight()); total.exceeded() {
				return nil, list.failed(ListTooLong)
			}
			all.add(permission)
		}
		if err := total.waitTurn(ctx, list); err != nil {
			return nil, err
		}
		if len(out.Objects) < pageSize {
			return all, nil
		}
	}
	return nil, list.failed(ListTooLong)
}

// add keeps the API's own permission beside one of the account's with its name,
// but remembers that there is one.
func (p Permissions) add(permission Permission) {
	key := permissionKey(permission.Name)
	if other, twice := p[key]; twice {
		if other.Own {
			other, permission = permission, other
		}
		other.Own = other.Own || permission.Own
		permission = other
	}
	p[key] = permission
}
