// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// checkPermissions looks up the names that the plan adds. Unknown names are an
// error; a name that has no effect without another is a warning. If the session
// may not look them up, the API decides at apply.
func (p *providerData) checkPermissions(ctx context.Context, before, planned []string) diag.Diagnostics {
	had, wanted := upperNames(before), upperNames(planned)
	added := slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return has(had, name) })
	if len(added) == 0 {
		return nil
	}
	known, diags := p.permissions(ctx)
	if known == nil {
		return diags
	}
	var unknown []string
	var assigned []kaltura.Permission
	for _, name := range added {
		permission, isKnown := known.Named(name)
		if !isKnown || !permission.Assignable() {
			unknown = append(unknown, shownName(name))
			continue
		}
		assigned = append(assigned, permission)
	}
	diags.Append(checkRequired(p.account(), assigned, wanted, known)...)
	if len(unknown) > 0 {
		diags.AddAttributeError(path.Root("permission_names"), "Unknown Kaltura Permission", fmt.Sprintf(
			"Account %s does not have these permissions for roles:\n\n%s\n\nThe data source kaltura_permissions lists the names. "+
				"The permissions of a disabled feature do not exist either.", p.account(), listed(unknown)))
	}
	return diags
}

// checkRequired warns about permissions that have no effect without others: a
// role can add those only if they are permissions for roles. Otherwise they are
// features or plug-ins that Kaltura enables for the account.
func checkRequired(account string, added []kaltura.Permission, wanted []string, known kaltura.Permissions) diag.Diagnostics {
	var diags diag.Diagnostics
	var others, features []string
	for _, permission := range added {
		for _, name := range permission.Requires {
			required, exists := known.Named(name)
			switch line := permission.Name + " requires " + name; {
			case exists && required.Type == kaltura.PermissionNormal && !has(wanted, strings.ToUpper(name)):
				others = append(others, line)
			case !exists || required.Type != kaltura.PermissionNormal && required.Blocked:
				features = append(features, line)
			}
		}
	}
	if len(others) > 0 {
		diags.AddAttributeWarning(path.Root("permission_names"), "Kaltura Permission Requires Another", fmt.Sprintf(
			"A permission has no effect without another, which the role does not have:\n\n%s\n\nAdd the required permission to permission_names.", listed(others)))
	}
	if len(features) > 0 {
		diags.AddAttributeWarning(path.Root("permission_names"), "Kaltura Permission Requires a Feature", fmt.Sprintf(
			"A permission has no effect, because it requires a feature or plug-in that account %s does not have:\n\n%s\n\n"+
				"Only Kaltura can enable it, and no role can contain it. Remove the permission, or ask Kaltura for the feature.", account, listed(features)))
	}
	return diags
}

// has searches names that upperNames has sorted.
func has(names []string, name string) bool {
	_, found := slices.BinarySearch(names, name)
	return found
}

// permissions are nil if the session may not read them.
func (p *providerData) permissions(ctx context.Context) (kaltura.Permissions, diag.Diagnostics) {
	var diags diag.Diagnostics
	known, err := p.client.Permissions(ctx)
	if err != nil && kaltura.FailureOf(err) != kaltura.ActionForbidden {
		diags.Append(p.diagnostic(err))
	}
	return known, diags
}

// shownName hides a name that could be a secret.
func shownName(name string) string {
	if len(name) > 64 || fourDigits.MatchString(name) {
		return "(not shown)"
	}
	return name
}

var fourDigits = regexp.MustCompile(`([0-9].*){4}`)

func upperNames(names []string) []string {
	var upper []string
	for _, name := range names {
		upper = append(upper, strings.ToUpper(name))
	}
	slices.Sort(upper)
	return slices.Compact(upper)
}

// checkRoleName finds the role that has a name already, which must be unique
// among the account's roles and Kaltura's own, ignoring letter case. A role that
// this configuration manages may be about to lose its name.
func (p *providerData) checkRoleName(ctx context.Context, id, name string) diag.Diagnostics {
	var diags diag.Diagnostics
	roles, err := p.client.Roles(ctx)
	if err != nil { // the API checks it, too
		return diags
	}
	managed := p.managedRoles.all()
	for _, role := range roles {
		other := strconv.FormatInt(role.ID, 10)
		if diags.HasError() || other == id || managed[role.ID] || !strings.EqualFold(strings.TrimRight(role.Name, " "), strings.TrimRight(name, " ")) {
			continue
		}
		if role.PartnerID == 0 {
			diags.AddAttributeError(path.Root("name"), "Kaltura Role Name Taken", fmt.Sprintf(
				"Kaltura's own role %s has this name, ignoring case. Choose another name, or read that role with the data source kaltura_user_role.", other))
		} else {
			diags.AddAttributeError(path.Root("name"), "Kaltura Role Name Taken", fmt.Sprintf(
				"Role %s of account %s has this name, ignoring case. Choose another name, or import that role: terraform import ADDRESS %s.", other, p.account(), other))
		}
	}
	return diags
}

// checkSystemName rejects a system name of one of Kaltura's own roles, which
// the API accepts: sessions that name it have Kaltura's role.
func (p *providerData) checkSystemName(ctx context.Context, name string) diag.Diagnostics {
	var diags diag.Diagnostics
	named, err := p.client.RolesNamed(ctx, name, false)
	if err != nil && kaltura.FailureOf(err) != kaltura.ActionForbidden {
		diags.Append(p.diagnostic(err))
	}
	for _, role := range named {
		if role.PartnerID == 0 && !diags.HasError() {
			diags.AddAttributeError(path.Root("system_name"), "Kaltura Role System Name Reserved", fmt.Sprintf(
				"Kaltura's own role %d has this system name, ignoring case. The API would accept it, but a session or app token that names it "+
					"would have Kaltura's role instead of this one. Choose another system_name, or name the role by its ID.", role.ID))
		}
	}
	return diags
}
