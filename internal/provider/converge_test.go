// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// shapes is an account with every kind of role and app token that a server can
// hold, many of which the provider would not make.
func shapes() kalturatest.Account {
	account := kalturatest.NewAccount(30000301, "Shapes")
	pointer := func(text string) *string { return &text }
	number := func(n int) *int { return &n }
	expiry := func(at int64) *int64 { return &at }
	account.Users = []kalturatest.User{{ID: "plainuser"}, {ID: "manager", Roles: []string{"200"}}}
	account.Roles = []kalturatest.Role{
		{ID: 200, Name: "Plain", SystemName: "PLAIN", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 201, Name: "No permissions"},
		{ID: 202, Name: "Numeric system name", SystemName: "42", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 203, Name: "Comma", SystemName: "a,b", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 204, Name: "Blanks", SystemName: " blank ", Permissions: []string{"account_base", "KMC_ACCESS"}},
		{ID: 205, Name: strings.Repeat("日", 33) + "\xe6", SystemName: "CUT", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 206, Name: "Lines", SystemName: "null", Description: pointer("a\nb\t\"${c}\" %{d} \\ é"), Permissions: []string{"KMC_ACCESS"}},
		{ID: 207, Name: "Empty\x07 text", Description: pointer(""), Permissions: []string{"cuePoint.MANAGE", "KMC_ACCESS", "KMC_ACCESS"}},
		{ID: 208, Name: "Long text", SystemName: strings.Repeat("S", 128), Description: pointer(strings.Repeat("d", 65_535)), Permissions: []string{"*"}},
		{ID: 209, Name: "Publisher's twin", SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 210, Name: "First twin", SystemName: "TWIN", Permissions: []string{"ACCOUNT_BASE"}},
		{ID: 211, Name: "Second twin", SystemName: "twin", Permissions: []string{"ACCOUNT_BASE"}},
	}
	for _, privileges := range []string{
		"", "*", "setrole:200", "setrole:plain", "setrole:200,edit:1_a,edit:1_b", "edit:1_a/1_b,setrole:200", "setrole:PLAIN,actionslimit:-1",
		"setrole:200,iprestrict:", "setrole:200,_x:1", "setrole:200, list:* ,a b:c", "setrole:200,custom.name:with=sign&", "setrole:200,,sview:1_a,",
		"setrole:0", "setrole:", "setrole", "SetRole:200", "setrole:*", "setrole:200,setrole:201", "setrole:2:5", "setrole:02", "setrole:null",
		"setrole:-5", "setrole:4711", "setrole:GONE", "setrole:TWIN", "setrole:Publisher Administrator", "setrole: 200", "setrole:200/201",
		"setrole:1e400", "setrole:42", "sview:*,disableentitlement",
	} {
		account.AppTokens = append(account.AppTokens, kalturatest.AppToken{SessionPrivileges: privileges, HashType: "SHA1"})
	}
	for _, token := range []kalturatest.AppToken{
		{HashType: "MD5", SessionDuration: number(0)},
		{HashType: "SHA512", SessionDuration: number(-5)},
		{HashType: "SHA256", SessionDuration: number(math.MaxInt32)},
		{Expiry: expiry(math.MaxInt32), SessionType: number(0)},
		{Expiry: expiry(1), SessionType: number(2)},
		{Expiry: expiry(time.Now().Unix() + 3600), Disabled: true},
		{SessionUserID: pointer("")},
		{SessionUserID: pointer("plainuser"), SessionType: number(2)},
		{SessionUserID: pointer("manager"), SessionType: number(0)},
		{SessionUserID: pointer(strings.Repeat("u", 100))},
		{Description: "a\nb\t\"${c}\" %{d} \\ é 😀 \x1b[31m"},
		{Description: strings.Repeat("d", 65_000)},
	} {
		if token.SessionUserID == nil || *token.SessionUserID == "" {
			token.SessionPrivileges = "setrole:200"
		}
		account.AppTokens = append(account.AppTokens, token)
	}
	for i := range account.AppTokens {
		account.AppTokens[i].ID = fmt.Sprintf("0_shape%03d", i)
		account.AppTokens[i].Token = fmt.Sprintf("%032x", i)
	}
	return account
}

// TestAccImport_everyShape imports everything that a server can hold with the
// configuration that the engine generates: nothing changes at Kaltura, and the
// next plan has no difference.
func TestAccImport_everyShape(t *testing.T) {
	t.Parallel()
	account := shapes()
	server := kalturatest.NewServer(t, account)
	w := newWorkspace(t, administrator(server, account).hcl())
	if !w.Engine.AtLeast("1.5", "1.10") {
		t.Skip("generates no configuration")
	}
	var imports strings.Builder
	for _, role := range account.Roles {
		fmt.Fprintf(&imports, "import {\n  to = kaltura_user_role.r%[1]d\n  id = \"%[1]d\"\n}\n", role.ID)
	}
	for i, token := range account.AppTokens {
		fmt.Fprintf(&imports, "import {\n  to = kaltura_app_token.t%d\n  id = %q\n}\n", i, token.ID)
	}
	// In this step, Terraform 1.16.0 looks for hashicorp/kaltura unless the block
	// names the provider. No engine allows that once the resource is there.
	planned := imports.String()
	if w.Engine.Product == engines.Terraform && w.Engine.AtLeast("1.16.0", "") {
		planned = strings.ReplaceAll(planned, "import {\n", "import {\n  provider = kaltura\n")
	}
	w.write("imports.tf", planned)
	want := fmt.Sprintf("%d to import, 0 to add, 0 to change, 0 to destroy", len(account.Roles)+len(account.AppTokens))
	if plan := w.run("plan", "-no-color", "-generate-config-out=generated.tf"); !strings.Contains(plan, want) {
		t.Errorf("not %q:\n%s", want, plan)
	}
	w.write("imports.tf", imports.String())
	w.run("apply", "-no-color", "-auto-approve")
	w.run("plan", "-no-color", "-detailed-exitcode")
	for _, action := range []string{"add", "update", "delete"} {
		if n := server.Count("", action); n != 0 {
			t.Errorf("%d requests %s", n, action)
		}
	}
}

// TestAccSpelling: another way to write a value is no difference, and one that
// the engine has to plan sends no request.
func TestAccSpelling(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl())
	steps := []struct{ title, role, token string }{
		{
			"written", `system_name = "SPELLED"
				permission_names = ["ACCOUNT_BASE", "cuePoint.MANAGE"]`, `role = kaltura_user_role.ci.system_name
				expires_at = "2037-01-01T00:00:00Z"`,
		},
		{
			"in other letters, another zone, with a fraction, by the role's ID", `system_name = "Spelled"
				permission_names = ["cuepoint.manage", "account_base"]`, `role = kaltura_user_role.ci.id
				expires_at = "2037-01-01T01:00:00.5+01:00"`,
		},
		{
			"with texts for none", `system_name = "SPELLED"
				description = ""
				permission_names = ["ACCOUNT_BASE", "cuePoint.MANAGE"]`, `role = "spelled"
				description        = ""
				session_privileges = []
				session_type       = ""
				session_user_id    = ""
				hash_type          = ""
				expires_at         = "2037-01-01T00:00:00Z"`,
		},
		{
			"without defaults", `permission_names = ["ACCOUNT_BASE", "cuePoint.MANAGE"]`, `role = kaltura_user_role.ci.id
				expires_at = "2037-01-01T00:00:00Z"`,
		},
	}
	for i, step := range steps {
		w.write("objects.tf", fmt.Sprintf("resource \"kaltura_user_role\" \"ci\" {\n  name = \"Spelled\"\n%s\n}\n", step.role)+
			tokenBlock(step.token))
		if i == 1 || i == 3 {
			if i == 1 {
				w.run("plan", "-no-color", "-detailed-exitcode")
			}
			server.Reset()
		}
		w.run("apply", "-no-color", "-auto-approve")
		w.run("plan", "-no-color", "-detailed-exitcode")
		if n := server.Count("", "update"); n != 0 {
			t.Errorf("%s: %d requests update", step.title, n)
		}
	}
	// "" from the start, as a module passes it, in all optional texts.
	w.write("objects.tf", "resource \"kaltura_user_role\" \"ci\" {\n  name = \"Spelled\"\n  permission_names = [\"ACCOUNT_BASE\"]\n  system_name = \"\"\n  description = \"\"\n}\n"+
		strings.Replace(tokenBlock(`role = kaltura_user_role.ci.id`, `description = ""`, `session_privileges = []`, `session_type = ""`,
			`session_user_id = ""`, `hash_type = ""`, `expires_at = ""`), `"ci"`, `"other"`, 1))
	w.run("apply", "-no-color", "-auto-approve")
	w.run("plan", "-no-color", "-detailed-exitcode")
	if tokens := tokensOf(server, kalturatest.Acme.ID); len(tokens) != 1 || tokens[0].HashType != "SHA256" {
		t.Errorf("made %+v", tokens)
	}
}

// TestAccImport_keepsTheToken: defaults apply to a new object only, so an import
// changes nothing that its holder would notice.
func TestAccImport_keepsTheToken(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.AppTokens = append(a.AppTokens, kalturatest.AppToken{ID: "0_imported", Token: "t", HashType: "SHA1", SessionPrivileges: "setrole:102"})
	})
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+tokenBlock(`role = "VIEWER_ROLE"`)+
		"resource \"kaltura_user_role\" \"viewer\" {\n  name = \"VIEWER_ROLE\"\n  permission_names = [\"ACCOUNT_BASE\"]\n}\n")
	w.run("import", "-no-color", ciToken, "0_imported")
	w.run("import", "-no-color", "kaltura_user_role.viewer", "102")
	w.run("plan", "-no-color", "-detailed-exitcode")
}

// TestAccStored: what the server changes in silence is an error that names the
// attribute, and the configuration that repairs it converges.
func TestAccStored(t *testing.T) {
	t.Parallel()
	account, day := kalturatest.NewAccount(30000302, "utf8mb4"), 86400
	account.UTF8MB4 = true
	account.AppTokens = []kalturatest.AppToken{{ID: "0_nonascii", Token: "t", HashType: "SHA1", SessionPrivileges: "setrole:4", Description: "für alle", SessionDuration: &day}}
	server := kalturatest.NewServer(t, account)
	w := newWorkspace(t, administrator(server, account).with("request_timeout", "2s").hcl())
	objects := func(emoji, duration string) {
		w.write("objects.tf", tokenBlock("role = 4", "description = "+emoji)+
			strings.Replace(tokenBlock("role = 4", `description = "für alle"`, "session_duration = "+duration), `"ci"`, `"old"`, 1))
	}
	objects(`"kiosk 😀"`, "86400")
	w.run("import", "-no-color", "kaltura_app_token.old", "0_nonascii")
	complaints, err := w.try("apply", "-no-color", "-auto-approve")
	if err == nil || strings.Count(complaints, "\nError: ") != 1 || !strings.Contains(complaints, "Error: Kaltura Stored Another Value") || !strings.Contains(complaints, "\n  description\n") {
		t.Errorf("%v: %s", err, complaints)
	}
	objects(`"kiosk"`, "900")
	complaints, err = w.try("apply", "-no-color", "-auto-approve")
	if err == nil || strings.Count(complaints, "\nError: ") != 1 || !strings.Contains(complaints, "\n  session_duration\n") || !strings.Contains(strings.Join(strings.Fields(complaints), " "), "replace it (-replace=ADDRESS)") {
		t.Errorf("%v: %s", err, complaints)
	}
	objects(`"kiosk"`, "86400")
	w.run("plan", "-no-color", "-detailed-exitcode")
}

// TestAccAdded_another: where the answer to a creation has the ID of an object
// that existed before, the state does not get that object, which the next apply
// would delete.
func TestAccAdded_another(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.AppTokens = append(a.AppTokens, kalturatest.AppToken{ID: "0_existing", Token: "t", HashType: "SHA256", SessionPrivileges: "setrole:4", CreatedAt: 1_700_000_000})
	})
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+roleBlock())
	refused := func(summary, service, answer string) {
		t.Helper()
		server.Inject(kalturatest.AnswerJSON(fmt.Sprintf(answer, kalturatest.Acme.ID, time.Now().Unix())).On(service, "add"))
		if complaints, err := w.try("apply", "-no-color", "-auto-approve"); err == nil || strings.Count(complaints, "\nError: ") != 1 || !strings.Contains(complaints, "Error: "+summary) {
			t.Errorf("%v: %s", err, complaints)
		}
		if state := w.run("state", "list"); strings.TrimSpace(state) != "" {
			t.Errorf("the state has %s", state)
		}
	}
	for _, id := range []string{"102", "2"} { // the account's, and Kaltura's own
		refused("Kaltura Role May Exist", "userRole", `{"id":`+id+`,"partnerId":%d,"name":"ci","permissionNames":"ACCOUNT_BASE","createdAt":%d}`)
	}
	w.write("main.tf", administrator(server, kalturatest.Acme).hcl()+tokenBlock("role = 4"))
	refused("Kaltura App Token May Exist", "appToken", `{"id":"0_existing","partnerId":%d,"hashType":"SHA256","sessionPrivileges":"setrole:4","createdAt":%d}`)
}

// TestAccReplicas: what the provider has just made is asked for again until a
// replica of the database knows it, in the same run and in the next.
func TestAccReplicas(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	server.SetReplicaLag(2)
	w := newWorkspace(t, administrator(server, kalturatest.Acme).hcl()+roleBlock()+tokenBlock("role = kaltura_user_role.ci.id", `full_administrator = true`)+`
		ephemeral "kaltura_app_token" "ci" { id = kaltura_app_token.ci.id }
		resource "terraform_data" "store" {
		  input = kaltura_app_token.ci.id
		  provisioner "local-exec" {
		    command     = "true"
		    environment = { TOKEN = ephemeral.kaltura_app_token.ci.token }
		  }
		}`)
	w.run("apply", "-no-color", "-auto-approve")
	notFound := kalturatest.AnswerError("APP_TOKEN_ID_NOT_FOUND", "", "ID", "0_x").On("appToken", "get").For(2)
	server.Inject(notFound)
	server.Inject(kalturatest.AnswerError("INVALID_OBJECT_ID", "", "ID", "7").On("userRole", "get").For(2))
	w.run("plan", "-no-color", "-detailed-exitcode")
	if tokens := tokensOf(server, kalturatest.Acme.ID); len(tokens) != 1 {
		t.Errorf("%d tokens exist", len(tokens))
	}
}

// TestAccSavedPlan_ofAnotherAccount: a saved plan creates nothing in an account
// that the environment of the apply names.
func TestAccSavedPlan_ofAnotherAccount(t *testing.T) {
	t.Parallel()
	server := kalturatest.NewServer(t)
	w := newWorkspace(t, roleBlock()+tokenBlock("role = 4"))
	as := func(account kalturatest.Account) {
		w.Env = append(w.Env, "KALTURA_SERVICE_URL="+server.URL, fmt.Sprintf("KALTURA_PARTNER_ID=%d", account.ID), "KALTURA_ADMIN_SECRET="+account.AdminSecret)
	}
	as(kalturatest.Acme)
	w.run("plan", "-no-color", "-out=saved")
	as(kalturatest.Foreign)
	complaints, err := w.try("apply", "-no-color", "saved")
	if err == nil || strings.Count(complaints, ".partner_id: was") != 2 || server.Count("", "add") != 0 {
		t.Errorf("%v, %d creations: %s", err, server.Count("", "add"), complaints)
	}
	// An engine that did not compare the plans would be refused.
	planner, other := configured(t, administrator(server, kalturatest.Acme)), configured(t, administrator(server, kalturatest.Foreign))
	for name, config := range map[string]arguments{aRole: newRole, aToken: {"role": "4"}} {
		planner.applyBy(other, name, config).expectOnly(t, "Kaltura Plan of Another Account", "for account 30000001", "signs in to account 30000016")
	}
}
