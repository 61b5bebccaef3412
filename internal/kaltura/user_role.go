// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"slices"
	"strings"
	"time"
)

// UserRole is a role of the account, or one of the API's own, whose PartnerID
// is 0 (API object KalturaUserRole).
type UserRole struct {
	ID, PartnerID int64
	CreatedAt     time.Time
	UserRoleSettings
}

// UserRoleSettings are the writable fields. An empty text is not set.
type UserRoleSettings struct {
	// Name is unique among the roles of the account and the API's own. The API
	// silently cuts it at 100 bytes.
	Name        string
	SystemName  string
	Description string
	// PermissionNames keep their letter case, which has no meaning.
	PermissionNames []string
}

// Same reports whether an update from one to the other would change nothing.
func (s UserRoleSettings) Same(other UserRoleSettings) bool {
	return len(changed(s.wire(), other.wire())) == 0
}

// wire omits unset fields.
func (s UserRoleSettings) wire() apiParams {
	object := apiParams{"name": s.Name, "permissionNames": strings.Join(s.PermissionNames, ",")}
	for name, text := range map[string]string{"systemName": s.SystemName, "description": s.Description} {
		if text != "" {
			object[name] = text
		}
	}
	return object
}

func (s UserRoleSettings) weight() weight {
	return weightOf(s.PermissionNames, s.Name, s.SystemName, s.Description)
}

type wireUserRole struct {
	ID              *lenientInt    `json:"id"`
	PartnerID       *lenientInt    `json:"partnerId"`
	CreatedAt       lenientInt     `json:"createdAt"`
	Name            *lenientString `json:"name"`
	SystemName      *lenientString `json:"systemName"`
	Description     *lenientString `json:"description"`
	PermissionNames *itemsText     `json:"permissionNames"`
}

func (w wireUserRole) role() UserRole {
	role := UserRole{ID: int64(*w.ID), CreatedAt: time.Unix(int64(w.CreatedAt), 0), UserRoleSettings: UserRoleSettings{
		Name: w.Name.plainOrEmpty(oneLine), SystemName: w.SystemName.plainOrEmpty(oneLine), Description: w.Description.plainOrEmpty(lines),
		PermissionNames: w.PermissionNames.names(),
	}}
	if w.PartnerID != nil {
		role.PartnerID = int64(*w.PartnerID)
	}
	return role
}

// AddUserRole creates a role in the signed-in account (userRole.add, permission
// ADMIN_ROLE_ADD). It fails with CreationUncertain rather than retry a request
// that the API may have received.
func (c *Client) AddUserRole(ctx context.Context, settings UserRoleSettings) (UserRole, error) {
	return c.writeUserRole(ctx, addRole, 0, settings.wire())
}

var addRole = apiAction{service: "userRole", name: "add", creates: CreatedRole}

// AddedUserRole reads a role that AddUserRole has returned. It fails with
// CreationUncertain if the ID is that of another role.
func (c *Client) AddedUserRole(ctx context.Context, added UserRole) (UserRole, error) {
	role, err := c.UserRole(ctx, added.ID)
	if err == nil && isAnother(added.PartnerID, role.PartnerID, added.CreatedAt, role.CreatedAt) {
		err = addRole.unexpected()
	}
	return role, err
}

// UserRole reads a role of the account or of the API's own (userRole.get,
// permission ADMIN_BASE, or KMC_READ_ONLY with KMC_ACCESS). It fails with
// RoleGone; for a role that this process created, read before or expects, only
// after it was asked for again for a while.
func (c *Client) UserRole(ctx context.Context, id int64) (role UserRole, err error) {
	err = c.readExisting(ctx, userRoleKey(id), func() (failed error) {
		role, failed = c.callUserRole(ctx, apiAction{service: "userRole", name: "get"}, apiParams{"userRoleId": id}, id)
		return failed
	})
	return role, err
}

// UpdateUserRole sends the settings that differ (userRole.update, permission
// ADMIN_ROLE_UPDATE). It fails with RoleGone, also for the API's own roles.
func (c *Client) UpdateUserRole(ctx context.Context, id int64, from, to UserRoleSettings) (UserRole, error) {
	change := changed(from.wire(), to.wire())
	if _, cleared := change["systemName__null"]; cleared {
		// The API fails on this one (wire case
		// userRole_update_systemname_null_suffix).
		delete(change, "systemName__null")
		change["systemName"] = ""
	}
	return c.writeUserRole(ctx, apiAction{service: "userRole", name: "update"}, id, change)
}

// DeleteUserRole deletes a role of the account (userRole.delete, permission
// ADMIN_ROLE_DELETE). It succeeds if the role does not exist. It fails with
// RoleInUse while a user has the role, but not for app tokens that name it,
// whose sessions then fail.
func (c *Client) DeleteUserRole(ctx context.Context, id int64) error {
	_, err := c.callUserRole(ctx, apiAction{service: "userRole", name: "delete"}, apiParams{"userRoleId": id}, id)
	if err != nil && FailureOf(err) != RoleGone {
		return err
	}
	c.existing.remove(userRoleKey(id))
	c.lookUps.roleChanged(id, nil)
	return nil
}

func (c *Client) writeUserRole(ctx context.Context, sent apiAction, id int64, object apiParams) (UserRole, error) {
	object["objectType"] = "KalturaUserRole"
	request := apiParams{"userRole": object}
	if id != 0 {
		request["userRoleId"] = id
	}
	role, err := c.callUserRole(ctx, sent, request, id)
	if err == nil {
		c.lookUps.roleChanged(role.ID, &role)
	}
	return role, err
}

func (c *Client) callUserRole(ctx context.Context, sent apiAction, request apiParams, id int64) (UserRole, error) {
	var out wireUserRole
	request["responseProfile"] = onlyFields(&out)
	if err := c.callSignedIn(ctx, sent, request, &out); err != nil {
		return UserRole{}, err
	}
	if out.ID == nil || *out.ID < 1 || id != 0 && int64(*out.ID) != id {
		return UserRole{}, sent.unexpected()
	}
	role := out.role()
	if role.PartnerID != 0 || id == 0 { // the API's own roles can be read
		if err := c.checkOwner(sent, role.PartnerID); err != nil {
			return UserRole{}, err
		}
	}
	if id == 0 && !c.existing.add(userRoleKey(role.ID)) {
		return UserRole{}, sent.unexpected()
	}
	return role, nil
}

// UserRoleFilter selects roles by one field.
type UserRoleFilter struct {
	ID         int64
	SystemName string
	Name       string
}

// UserRoles finds roles of the account and of the API's own (userRole.list,
// permission ADMIN_BASE or ACCOUNT_BASE). System names ignore letter case, as
// in the API.
func (c *Client) UserRoles(ctx context.Context, filter UserRoleFilter) ([]UserRole, error) {
	match := map[string]any{"objectType": "KalturaUserRoleFilter"}
	switch {
	case filter.ID != 0:
		match["idEqual"] = filter.ID
	case filter.SystemName != "":
		match["systemNameEqual"] = filter.SystemName
	default:
		match["nameEqual"] = filter.Name
	}
	roles, _, err := c.userRolePage(ctx, match, 1)
	return slices.DeleteFunc(roles, func(role UserRole) bool { return !filter.matches(role) }), err
}

// OwnRolePages lists the roles of the account without the API's own, by ID, page
// by page (userRole.list, permission as for [Client.UserRoles]). It fails with
// ListTooLong above [MaxObjects].
func (c *Client) OwnRolePages(ctx context.Context) Pages[UserRole] {
	return where(c.rolePages(ctx), func(role UserRole) bool { return role.PartnerID != 0 })
}

func (c *Client) rolePages(ctx context.Context) Pages[UserRole] {
	return byID(ctx, roleList, func(index int) ([]UserRole, int, error) {
		return c.userRolePage(ctx, map[string]any{"objectType": "KalturaUserRoleFilter", "orderBy": "+id"}, index)
	})
}

func (r UserRole) number() int64 { return r.ID }

var roleList = apiAction{service: "userRole", name: "list"}

func (c *Client) userRolePage(ctx context.Context, match map[string]any, index int) (roles []UserRole, whole int, err error) {
	out, err := readPage[wireUserRole](ctx, c, roleList, match, index)
	if err != nil {
		return nil, 0, err
	}
	for _, object := range out.Objects {
		if object.ID == nil {
			return nil, 0, roleList.failed(UnexpectedAnswer)
		}
		role := object.role()
		if err := c.checkListed(roleList, role.PartnerID); err != nil {
			return nil, 0, err
		}
		roles = append(roles, role)
	}
	return roles, int(*out.Total), nil
}

// matches repeats the filter, because the server ignores filters that it does
// not know.
func (f UserRoleFilter) matches(role UserRole) bool {
	switch {
	case f.ID != 0:
		return role.ID == f.ID
	case f.SystemName != "":
		return strings.EqualFold(role.SystemName, f.SystemName)
	}
	return role.Name == f.Name
}
