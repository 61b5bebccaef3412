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
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// userRoleModel is a role, for the resource, the data source and the list.
type userRoleModel struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	SystemName      types.String `tfsdk:"system_name"`
	Description     types.String `tfsdk:"description"`
	PermissionNames types.Set    `tfsdk:"permission_names"`
	PartnerID       types.Int64  `tfsdk:"partner_id"`
	ReachesSecrets  types.Bool   `tfsdk:"reaches_secrets"`
}

func (m *userRoleModel) number() int64 {
	id, _ := strconv.ParseInt(m.ID.ValueString(), 10, 64) // no role has ID 0
	return id
}

func (m *userRoleModel) settings() kaltura.UserRoleSettings {
	return kaltura.UserRoleSettings{
		Name: m.Name.ValueString(), SystemName: m.SystemName.ValueString(), Description: m.Description.ValueString(),
		PermissionNames: knownTexts(m.PermissionNames.Elements()),
	}
}

func (m *userRoleModel) set(role kaltura.UserRole) {
	m.ID = types.StringValue(strconv.FormatInt(role.ID, 10))
	m.PartnerID = types.Int64Value(role.PartnerID)
	m.Name = types.StringValue(role.Name)
	if m.SystemName.IsUnknown() || !strings.EqualFold(m.SystemName.ValueString(), role.SystemName) || m.SystemName.IsNull() {
		m.SystemName = types.StringValue(role.SystemName)
	}
	m.Description = asWritten(m.Description, role.Description, sameText)
	if m.PermissionNames.IsNull() || m.PermissionNames.IsUnknown() || !sameNames(m.settings().PermissionNames, role.PermissionNames) {
		m.PermissionNames = textSetOf(role.PermissionNames)
	}
}

// keepSpelling takes over what means the same in the state.
func (m *userRoleModel) keepSpelling(before userRoleModel) {
	m.SystemName = asBefore(before.SystemName, m.SystemName, strings.EqualFold)
	if !before.PermissionNames.IsNull() && !m.PermissionNames.IsUnknown() && sameNames(before.settings().PermissionNames, m.settings().PermissionNames) &&
		len(knownTexts(m.PermissionNames.Elements())) == len(m.PermissionNames.Elements()) {
		m.PermissionNames = before.PermissionNames
	}
}

// faults checks what the API would accept, but nobody should write.
func (m *userRoleModel) faults(before userRoleModel) []fault {
	var faults []fault
	if name := m.Name; !name.IsUnknown() && name.ValueString() == "" {
		faults = append(faults, fault{
			attribute: "name", summary: "Invalid Kaltura Role Name", held: name.Equal(before.Name),
			detail: "The name is empty. The API also reports an empty name if its database truncated the name in the middle of a character.",
		})
	}
	if system := m.SystemName.ValueString(); system != "" {
		if err := kaltura.CheckRoleSystemName(system); err != nil {
			faults = append(faults, fault{
				attribute: "system_name", summary: "Invalid Kaltura Role System Name", held: m.SystemName.Equal(before.SystemName),
				detail: fmt.Sprintf("The API would accept this text, but a session or app token could not refer to the role by it: %s.", err),
			})
		}
	}
	names, held := knownTexts(m.PermissionNames.Elements()), knownTexts(before.PermissionNames.Elements())
	if !m.PermissionNames.IsUnknown() && len(m.PermissionNames.Elements()) == 0 {
		faults = append(faults, fault{
			attribute: "permission_names", summary: "Kaltura Role Without Permissions", held: m.PermissionNames.Equal(before.PermissionNames),
			detail: "permission_names is empty. Name at least one permission.",
		})
	}
	for _, name := range names {
		if why := wrongPermissionName(name); why != "" {
			faults = append(faults, fault{
				attribute: "permission_names", summary: "Invalid Kaltura Permission Name", held: slices.Contains(held, name),
				detail: "permission_names " + why + ".",
			})
		}
	}
	return faults
}

// wrongPermissionName returns what is wrong with the name of a permission, or "".
func wrongPermissionName(name string) string {
	switch {
	case permissionName.MatchString(name):
		return ""
	case name == "*":
		return "contains *, which the API would replace with the permissions that exist at that time, so the role would always differ from its configuration. List the permissions"
	case strings.Contains(name, ","):
		return "contains an item with a comma. Write one name per item"
	case strings.Contains(name, ":"):
		return "contains an item with a colon, which looks like a privilege. List names of permissions, such as ACCOUNT_BASE; privileges belong to a session or an app token"
	}
	return "must contain names of permissions, such as ACCOUNT_BASE"
}

func upperNames(names []string) []string {
	var upper []string
	for _, name := range names {
		upper = append(upper, strings.ToUpper(name))
	}
	slices.Sort(upper)
	return slices.Compact(upper)
}

// checkPermissions looks up the names that the plan adds. Unknown names are an
// error; a name that has no effect without another is a warning. If the session
// may not look them up, the API decides at apply.
func (p *providerData) checkPermissions(ctx context.Context, before, planned []string) diag.Diagnostics {
	had, wanted := upperNames(before), upperNames(planned)
	added := slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return slices.Contains(had, name) })
	if len(added) == 0 {
		return nil
	}
	known, diags := p.permissions(ctx)
	if known == nil {
		return diags
	}
	var unknown []string
	for _, name := range added {
		permission, isKnown := known.Named(name)
		if !isKnown || !permission.Assignable() {
			unknown = append(unknown, shownName(name))
			continue
		}
		diags.Append(checkNeeds(p.account(), permission, wanted, known)...)
	}
	if len(unknown) > 0 {
		diags.AddAttributeError(path.Root("permission_names"), "Unknown Kaltura Permission", fmt.Sprintf(
			"Account %s does not have these permissions for roles:\n\n  %s\n\nThe data source kaltura_permissions lists the names. "+
				"The permissions of a disabled feature do not exist either.", p.account(), strings.Join(unknown, "\n  ")))
	}
	return diags
}

// checkNeeds warns about a permission that is not in force: a role can add what
// it needs only if that is a permission for roles. Otherwise it is a feature or
// plug-in that Kaltura enables for the account.
func checkNeeds(account string, permission kaltura.Permission, wanted []string, known kaltura.Permissions) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range permission.Needs {
		needed, has := known.Named(name)
		switch {
		case has && needed.Type == kaltura.PermissionNormal && !slices.Contains(wanted, strings.ToUpper(name)):
			diags.AddAttributeWarning(path.Root("permission_names"), "Kaltura Permission Needs Another", fmt.Sprintf(
				"The permission %s requires %s, which the role does not have. Add it to permission_names.", permission.Name, name))
		case !has || needed.Type != kaltura.PermissionNormal && needed.Blocked:
			diags.AddAttributeWarning(path.Root("permission_names"), "Kaltura Permission Needs a Feature", fmt.Sprintf(
				"The permission %s has no effect, because it requires %s, a feature or plug-in that account %s does not have. "+
					"Only Kaltura can enable it, and no role can contain it. Remove the permission, or ask Kaltura for the feature.", permission.Name, name, account))
		}
	}
	return diags
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

// checkSystemName rejects a system name of one of Kaltura's own roles, which
// the API accepts: sessions that name it have Kaltura's role.
func (p *providerData) checkSystemName(ctx context.Context, name string) diag.Diagnostics {
	var diags diag.Diagnostics
	named, err := p.client.RolesNamed(ctx, name, false)
	if err != nil && kaltura.FailureOf(err) != kaltura.ActionForbidden {
		diags.Append(p.diagnostic(err))
	}
	for _, role := range named {
		if role.PartnerID == 0 {
			diags.AddAttributeError(path.Root("system_name"), "Kaltura Role System Name Reserved", fmt.Sprintf(
				"Kaltura's own role %d has this system name, ignoring case. The API would accept it, but a session or app token that names it "+
					"would have Kaltura's role instead of this one. Choose another system_name, or name the role by its ID.", role.ID))
		}
	}
	return diags
}

// permissionName matches permission names; those of plug-ins start with the
// plug-in's name.
var permissionName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]*$`)

// shownName hides a name that could be a secret.
func shownName(name string) string {
	if len(name) > 64 || fourDigits.MatchString(name) {
		return "(not shown)"
	}
	return name
}

var fourDigits = regexp.MustCompile(`([0-9].*){4}`)

// roleChange is a change after which app tokens could not name a role.
type roleChange struct {
	what string
	// wayOut says how to make it all the same.
	wayOut string
}

var (
	roleDeleted = roleChange{"deletion is planned", "If this configuration gives the tokens another role, apply only the tokens first (-target=ADDRESS), then everything. " +
		"A role that has always had create_before_destroy in its lifecycle block does not need this step. If only the address of the role changed, such as a for_each key, " +
		"add a moved block; if the role should not be replaced, omit -replace. Otherwise, delete the tokens or give them another role first."}
	roleRenamed = roleChange{"system name changes", "These tokens use the system name, even if the configuration names the role by its ID. Keep system_name until they do not: " +
		"replace them with role set to the role's ID (-replace=ADDRESS), which gives them new values, or give them another role for one apply."}
)

// checkNotNamedByTokens rejects a change after which the sessions of the app tokens that
// name the role would fail; the API would accept it.
func (p *providerData) checkNotNamedByTokens(ctx context.Context, id string, role kaltura.UserRole, change roleChange) diag.Diagnostics {
	var diags diag.Diagnostics
	tokens, err := p.client.AppTokensOf(ctx, role)
	switch failure := kaltura.FailureOf(err); {
	case failure == kaltura.ActionForbidden || failure == kaltura.ListTooLong:
		why := "The session is not allowed to list app tokens (this requires APP_TOKEN_BASE)"
		if failure == kaltura.ListTooLong {
			why = "The account has more app tokens than the provider reads (" + thousands(kaltura.MaxObjects) + ")"
		}
		diags.AddWarning("Kaltura App Tokens Not Checked", fmt.Sprintf(
			"%s, so the provider did not check whether any token uses role %s, whose %s. Sessions of such a token fail after this change.", why, id, change.what))
		return diags
	case err != nil:
		diags.Append(p.diagnostic(err))
		return diags
	}
	if len(tokens) > 0 {
		diags.AddError("Kaltura Role Used by App Tokens", fmt.Sprintf(
			"App tokens of account %s use role %s, whose %s. All their sessions would fail, and the API would not prevent it:\n\n%s\n\n%s",
			p.account(), id, change.what, listTokens(tokens), change.wayOut))
	}
	return diags
}

// maxListed limits the objects that a message lists.
const maxListed = 10

// listTokens has a line for each token. A line break in a description could
// start a line that a pipeline takes for a command.
func listTokens(tokens []kaltura.AppTokenInfo) string {
	var lines []string
	for _, token := range tokens[:min(len(tokens), maxListed)] {
		lines = append(lines, "  "+nameOf(token))
	}
	if more := len(tokens) - maxListed; more > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// nameOf is the ID of a token and the beginning of its description, in one line.
func nameOf(token kaltura.AppTokenInfo) string {
	name := []rune(strings.Join(strings.Fields(token.ID+" "+token.Description), " "))
	return string(name[:min(len(name), 100)])
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
	for _, role := range roles {
		other := strconv.FormatInt(role.ID, 10)
		if other == id || p.managedRoles.has(role.ID) || !strings.EqualFold(strings.TrimRight(role.Name, " "), strings.TrimRight(name, " ")) {
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

// managedRoles are the IDs of the roles that the configuration manages, as far as
// the engine has shown them.
type managedRoles struct {
	mu  sync.Mutex
	ids map[int64]bool
}

func (m *managedRoles) add(id int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ids == nil {
		m.ids = map[int64]bool{}
	}
	m.ids[id] = true
}

func (m *managedRoles) has(id int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ids[id]
}
