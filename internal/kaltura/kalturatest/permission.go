// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

// Permissions that this package names.
const (
	everyPermission = "*"
	integrationBase = "INTEGRATION_BASE" // also reveals secret and adminSecret in KalturaPartner
)

// Kinds of permissions (KalturaPermissionType). A role holds normal ones; the
// features and plug-ins belong to the account, and normal ones may depend on
// them (`userRole_add_feature_dependency`).
const (
	NormalPermission  = 1
	FeaturePermission = 2
	PluginPermission  = 3
)

const (
	permissionActive  = 1
	permissionBlocked = 2
	permissionDeleted = 3
)

// Permission is a KalturaPermission. Nil pointers are absent properties.
type Permission struct {
	ID          int64
	Name        string // may repeat one of Kaltura's (`permission_list_name_twice`)
	Label       string // friendlyName
	Description *string
	DependsOn   *string // names of permissions, separated by commas
	Kind        int     // 0 means NormalPermission
	Status      int     // 1 active (also 0), 2 blocked, 3 deleted
	// Items are what the permission opens. The stand-in knows those of
	// INTEGRATION_BASE, IntegrationItems.
	Items string

	owner int64
}

// IntegrationItems are the items of INTEGRATION_BASE.
const IntegrationItems = "164,165,1047"

//go:embed permissions.txt
var permissionsText string

// usual are Kaltura's permissions and the features and plug-ins that accounts
// have; the file has lines of ID, type, name, dependencies, label and
// description, where b marks a blocked one and - an absent property
// (`permission_list_type_plugin`).
var usual = readPermissions()

func readPermissions() (all []Permission) {
	for line := range strings.Lines(permissionsText) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		p := Permission{ID: leadingNumber(f[0]), Kind: int(leadingNumber(f[1])), Name: f[2], Label: f[4], Status: permissionActive}
		if strings.HasSuffix(f[1], "b") {
			p.Status = permissionBlocked
		}
		for i, property := range map[int]**string{3: &p.DependsOn, 5: &p.Description} {
			if f[i] != "-" {
				*property = &f[i]
			}
		}
		all = append(all, p)
	}
	return all
}

// featuresFrom is the first ID of the usual features that belong to accounts.
const featuresFrom = 1000

// permissions are those that an account lists: Kaltura's, and its own, by ID.
func (a *Account) permissions() (all []Permission) {
	for _, p := range usual {
		if p.ID >= featuresFrom {
			p.owner = a.ID
		}
		replaced := func(own Permission) bool { return own.kind() == p.Kind && own.Name == p.Name }
		if p.Kind == NormalPermission || !slices.ContainsFunc(a.Permissions, replaced) {
			all = append(all, p)
		}
	}
	for i, p := range a.Permissions {
		if p.owner = a.ID; p.Status != permissionDeleted {
			p.ID, p.Kind, p.Status = cmp.Or(p.ID, 2001+int64(i)), p.kind(), cmp.Or(p.Status, permissionActive)
			all = append(all, p)
		}
	}
	return all
}

func (p Permission) kind() int { return cmp.Or(p.Kind, NormalPermission) }

// catalog answers which permissions an account has, and what they depend on. The
// keys are in lower case.
type catalog struct {
	active   []string // names
	features map[string]bool
	requires map[string][]string
	all      []string // of active, those in force
}

var usualCatalog = newCatalog((&Account{}).permissions())

func newCatalog(permissions []Permission) *catalog {
	k := &catalog{features: map[string]bool{}, requires: map[string][]string{}}
	for _, p := range permissions {
		name := strings.ToLower(p.Name)
		if p.Kind != NormalPermission && p.Status == permissionActive {
			k.features[name] = true
		}
		if p.DependsOn != nil && *p.DependsOn != "" {
			k.requires[name] = append(k.requires[name], strings.Split(strings.ToLower(*p.DependsOn), ",")...)
		}
		if p.Status == permissionActive && p.Name != everyPermission && !slices.Contains(k.active, p.Name) {
			k.active = append(k.active, p.Name)
		}
	}
	k.all = k.inForce(k.active)
	return k
}

func (a *Account) catalog() *catalog {
	if len(a.Permissions) == 0 {
		return usualCatalog
	}
	return newCatalog(a.permissions())
}

// inForce drops the permissions that depend on another which is neither among
// the names nor a feature or plug-in of the account
// (`permission_getCurrentPermissions_feature_off`,
// `permission_getCurrentPermissions_leading_comma`). "*" stands for all.
func (k *catalog) inForce(names []string) []string {
	if slices.Contains(names, everyPermission) {
		return slices.Clone(k.all)
	}
	has := map[string]bool{}
	for _, name := range names {
		has[strings.ToLower(name)] = true
	}
	left := slices.Clone(names)
	for before := -1; before != len(left); {
		before = len(left)
		left = slices.DeleteFunc(left, func(name string) bool {
			name = strings.ToLower(name)
			lost := slices.ContainsFunc(k.requires[name], func(required string) bool { return !has[required] && !k.features[required] })
			has[name] = has[name] && !lost
			return lost
		})
	}
	return left
}

// expand replaces "*" by the names of all active permissions
// (`userRole_get_global`).
func (a *Account) expand(names []string) []string {
	if slices.Contains(names, everyPermission) {
		return slices.Clone(a.catalog().active)
	}
	return names
}

// opens reports whether a permission of the account's own contains the items of
// one of Kaltura's.
func (a *Account) opens(name, wanted string) bool {
	return wanted == integrationBase && slices.ContainsFunc(a.Permissions, func(p Permission) bool {
		return strings.EqualFold(p.Name, name) && cmp.Or(p.Status, permissionActive) == permissionActive && containsAll(p.Items, IntegrationItems)
	})
}

func containsAll(items, wanted string) bool {
	have := strings.Split(strings.ReplaceAll(items, " ", ""), ",")
	return !slices.ContainsFunc(strings.Split(wanted, ","), func(item string) bool { return !slices.Contains(have, item) })
}

// permissionListing: without an order, active ones come first, by their kind.
var permissionListing = &listing[Permission]{
	class: "KalturaPermissionListResponse", object: permissionObject,
	filters: map[string]func(p Permission, want string) bool{
		"idIn":      func(p Permission, want string) bool { return slices.Contains(strings.Split(want, ","), itoa(p.ID)) },
		"typeEqual": func(p Permission, want string) bool { return int64(p.Kind) == leadingNumber(want) },
		"typeIn": func(p Permission, want string) bool {
			return containsFold(strings.Split(want, ","), itoa(int64(p.Kind)))
		},
		"statusEqual":    func(p Permission, want string) bool { return int64(p.Status) == leadingNumber(want) },
		"partnerIdEqual": func(p Permission, want string) bool { return p.owner == leadingNumber(want) },
		"nameEqual":      func(p Permission, want string) bool { return sameText(p.Name, want) },
		"nameIn":         func(p Permission, want string) bool { return containsFold(strings.Split(want, ","), p.Name) },
		"dependsOnPermissionNamesMultiLikeOr": func(p Permission, want string) bool {
			return p.DependsOn != nil && strings.Contains(*p.DependsOn, want)
		},
	},
	orders: map[string]func(a, b Permission) int{
		"": func(a, b Permission) int {
			return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Kind, b.Kind), byPermissionID(a, b))
		},
		"+id": byPermissionID, "-id": func(a, b Permission) int { return byPermissionID(b, a) },
		"+name": func(a, b Permission) int { return strings.Compare(strings.ToUpper(a.Name), strings.ToUpper(b.Name)) },
	},
}

func byPermissionID(a, b Permission) int { return cmp.Compare(a.ID, b.ID) }

func listPermissions(c *call) (any, error) {
	if err := checkEnum(c.params.object("filter"), "typeEqual", "KalturaPermissionType", "1", "2", "3", "4", ""); err != nil {
		return nil, err
	}
	return permissionListing.page(c, c.own().permissions())
}

func permissionObject(c *call, p Permission) object {
	var tags any
	if p.owner == 0 && p.DependsOn != nil {
		tags = ""
	}
	return c.profiled(object{
		"objectType": "KalturaPermission", "id": p.ID, "type": p.Kind, "name": p.Name, "status": p.Status, "partnerId": p.owner,
		"friendlyName": p.Label, "description": deref(p.Description), "dependsOnPermissionNames": deref(p.DependsOn), "tags": tags,
	})
}

// getCurrentPermissions returns one comma-separated text
// (`permission_getCurrentPermissions_user`,
// `permission_getCurrentPermissions_viewer`).
func getCurrentPermissions(c *call) (any, error) {
	names := c.permissions
	if !slices.Contains(names, alwaysAllowed) {
		names = append(names, alwaysAllowed)
	}
	return strings.Join(names, ","), nil
}

const alwaysAllowed = "ALWAYS_ALLOWED_ACTIONS"

var permissionProperties = []property[Permission]{
	{"name", func(p *Permission, value *string) { p.Name, _ = textOf(value) }},
	{"friendlyName", func(p *Permission, value *string) { p.Label, _ = textOf(value) }},
	{"description", func(p *Permission, value *string) { p.Description = value }},
	{"dependsOnPermissionNames", func(p *Permission, value *string) { p.DependsOn = value }},
	{"permissionItemsIds", func(p *Permission, value *string) { p.Items, _ = textOf(value) }},
}

// addPermission makes a permission of the account's own (`permission_add_own`).
func addPermission(c *call) (any, error) {
	a, p := c.own(), Permission{ID: leadingNumber(c.server.next.id)}
	c.server.next = identifiers{}
	if err := write(&p, "KalturaPermission", permissionProperties, c.params.object("permission")); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(a.Permissions, func(own Permission) bool { return sameText(own.Name, p.Name) && own.Status != permissionDeleted }) {
		text := "Permission [" + p.Name + "] already exists for partner [" + itoa(a.ID) + "]"
		return nil, newError("PERMISSION_ALREADY_EXISTS", text, "PERMISSION_NAME", p.Name, "PARTNER_ID", itoa(a.ID))
	}
	p.Label = cmp.Or(p.Label, p.Name)
	a.Permissions = append(a.Permissions, p)
	all := a.permissions()
	return permissionObject(c, all[len(all)-1]), nil
}

// updatePermission changes one of the account's own; Kaltura's are unknown to
// it.
func updatePermission(c *call) (any, error) {
	name := c.params.text("permissionName")
	own := find(c.own().Permissions, func(p *Permission) bool {
		return sameText(p.Name, name) && p.kind() == NormalPermission && p.Status != permissionDeleted
	})
	if own == nil {
		return nil, invalidObject(name)
	}
	if err := write(own, "KalturaPermission", permissionProperties, c.params.object("permission")); err != nil {
		return nil, err
	}
	shown := *own
	shown.owner, shown.Kind, shown.Status = c.own().ID, NormalPermission, cmp.Or(own.Status, permissionActive)
	return permissionObject(c, shown), nil
}
