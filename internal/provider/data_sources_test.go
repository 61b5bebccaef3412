// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// furnished returns an account with a value for every attribute.
func furnished() kalturatest.Account {
	account := kalturatest.Acme
	account.ID, account.ParentID = 30000101, 30000002
	account.Name, account.Description, account.Website = "Furnished", "Has everything", "https://furnished.example.com"
	account.AdminEmail, account.ReferenceID = "olive@furnished.example.com", "ref-42"
	account.Host, account.CDNHost = "https://api.furnished.example.com", "https://cdn.furnished.example.com"
	account.CreatedAt = time.Date(2024, 2, 29, 12, 30, 15, 0, time.FixedZone("", 2*3600))
	account.Permissions = []kalturatest.Permission{{Name: "EVERYTHING", Label: "All of it"}}
	account.UseSSO, account.BlockDirectLogin, account.Status = true, true, kalturatest.StatusReadOnly
	return account
}

// keyring returns an account with app tokens, one of them deleted.
func keyring() kalturatest.Account {
	account := kalturatest.NewAccount(30000202, "Keys")
	user, past := "plainuser", time.Now().Add(-time.Hour).Unix()
	account.Users = []kalturatest.User{{ID: user}}
	account.AppTokens = []kalturatest.AppToken{
		{ID: "0_aaaaaaaa", CreatedAt: 1700000300, HashType: "SHA256", Description: "anything goes", SessionPrivileges: "sview:*", Token: "canary-fa4e70"},
		{ID: "0_bbbbbbbb", CreatedAt: 1700000200, SessionPrivileges: "setrole:102,list:*", Expiry: &past},
		{ID: "0_cccccccc", CreatedAt: 1700000100, SessionUserID: &user, Disabled: true},
		{ID: "0_dddddddd", CreatedAt: 1700000000, Deleted: true},
	}
	return account
}

// expectNotAnswered checks that the API sent none of these secrets.
func expectNotAnswered(t *testing.T, server *kalturatest.Server, secrets ...string) {
	t.Helper()
	for _, request := range server.Requests() {
		for _, secret := range secrets {
			if strings.Contains(string(request.Answer), secret) {
				t.Errorf("%s.%s was answered with a secret", request.Service, request.Action)
			}
		}
	}
}

// TestAccDataSources reads each data source through an engine. A value that an
// object lacks is null, not empty, zero, or a placeholder.
func TestAccDataSources(t *testing.T) {
	t.Parallel()
	full, bare, keys := furnished(), kalturatest.NewAccount(30000102, "Bare"), keyring()
	bare.Extra = map[string]any{"status": 7, "authenticationType": 9, "createdAt": nil, "blockDirectLogin": nil, "partnerParentId": 0}
	server := family(t, full, bare, keys)
	admin := func(account kalturatest.Account) arguments { return administrator(server, account) }
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	ks := func(options kalturatest.SessionOptions) arguments {
		return bearer(server, server.StartSession(kalturatest.Acme.ID, options))
	}
	viewer := ks(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID})
	// A session can have a secret among its privileges.
	limited := ks(kalturatest.SessionOptions{
		Type: kalturatest.AdminSession, UserID: "ci", Expiry: until, Privileges: "setrole:READ_ONLY_ROLE,custom:canary-4f6793bd",
	})
	user := ks(kalturatest.SessionOptions{Expiry: until}) // may not read about itself

	all := newReads()
	for _, read := range []struct {
		title, object string
		provider      arguments
		config        string
		want          values
	}{
		{"full", "kaltura_account", admin(full), "", values{
			"partner_id": 30000101, "sub_partner_id": 3000010100, "parent_partner_id": 30000002, "reference_id": "ref-42",
			"name": "Furnished", "description": "Has everything", "website": "https://furnished.example.com", "status": "read_only",
			"created_at": "2024-02-29T10:30:15Z", "admin_email": "olive@furnished.example.com", "host": "https://api.furnished.example.com",
			"cdn_host": "https://cdn.furnished.example.com", "authentication_type": "sso", "direct_login_blocked": true,
		}},
		{"bare", "kaltura_account", admin(bare), "", values{
			"partner_id": 30000102, "sub_partner_id": 3000010200, "parent_partner_id": nil, "reference_id": nil,
			"name": "Bare", "description": nil, "website": nil, "status": "unknown_7", "created_at": nil, "admin_email": nil, "host": nil,
			"cdn_host": nil, "authentication_type": "unknown_9", "direct_login_blocked": nil,
		}},
		{"role-without-secrets", "kaltura_account", viewer, "", values{"name": "Acme Video"}},
		{"hidden-secrets", "kaltura_account", admin(kalturatest.Hidden), "", values{"name": "Hidden Secrets Inc"}},
		{"not-ascii", "kaltura_account", admin(kalturatest.Foreign), "", values{
			"name": kalturatest.Foreign.Name, "description": kalturatest.Foreign.Description,
		}},
		{"own", "kaltura_account_info", admin(kalturatest.Acme), "", infoOf(kalturatest.Acme)},
		{"child", "kaltura_account_info", admin(kalturatest.Umbrella), "partner_id = 30000003", infoOf(kalturatest.UmbrellaNorth)},
		{"children", "kaltura_accounts", admin(kalturatest.Umbrella), `name_contains = "w"`, values{
			"partner_ids": []any{30000021},
			"accounts": []any{values{
				"partner_id": 30000021, "sub_partner_id": 3000002100, "name": "umbrella west, 100%", "status": "blocked",
				"created_at": "2023-11-14T22:13:20Z", "parent_partner_id": 30000002, "reference_id": "west-1",
			}},
		}},
		{"tokens", "kaltura_app_tokens", admin(keys), "", values{"app_tokens": []any{
			partly{"id": "0_cccccccc", "session_user_id": "plainuser", "reaches_secrets": true, "disabled": true},
			partly{
				"id": "0_bbbbbbbb", "role": "102", "session_privileges": []any{"list:*"}, "reaches_secrets": false,
				"expires_at": knownvalue.NotNull(), "hash_type": "SHA1",
			},
			partly{
				"id": "0_aaaaaaaa", "description": "anything goes", "role": nil, "reaches_secrets": true,
				"created_at": "2023-11-14T22:18:20Z", "partner_id": keys.ID, "expires_at": nil,
			},
		}}},
		{"players", "kaltura_players", admin(kalturatest.Acme), `tags = ["html5studio"]`, values{
			"partner_id": kalturatest.Acme.ID,
			"players": []any{
				values{
					"id": "23448002", "name": "Old website", "kind": "v2", "tags": []any{"html5studio", "player"},
					"created_at": "2023-11-14T22:13:20Z", "updated_at": "2023-11-14T22:13:20Z",
				},
				partly{"id": "23448003", "kind": "playlist"},
			},
		}},
		{"player", "kaltura_players", user, `id = "23448004"`, values{"players": []any{partly{"name": "Recorder", "kind": "recorder", "tags": []any{}}}}},
		{"players-of-child", "kaltura_players", admin(kalturatest.Umbrella), "partner_id = 30000003", values{
			"partner_id": 30000003, "players": knownvalue.ListSizeExact(0),
		}},
		{"permissions", "kaltura_permissions", admin(kalturatest.Acme), `contains = "to MODIFY caption"`, values{
			"partner_id": kalturatest.Acme.ID,
			"permissions": []any{values{
				"name": "CAPTION_MODIFY", "label": "Modify Captions", "description": "Permission to modify captions",
				"requires": []any{"CAPTION_PLUGIN_PERMISSION"}, "assignable": true, "enabled": true, "own": false, "reaches_secrets": false,
			}},
		}},
		{"own-permission", "kaltura_permissions", admin(full), `contains = "all of it"`, values{
			"permissions": []any{partly{"name": "EVERYTHING", "label": "All of it", "description": nil, "own": true, "assignable": true, "reaches_secrets": true}},
		}},
		{"feature", "kaltura_permissions", admin(kalturatest.Acme), `contains = "stream_hd_plus"`, values{
			"permissions": []any{partly{"name": "FEATURE_KALTURA_LIVE_STREAM_HD_PLUS_FLAVORS", "assignable": false, "enabled": false}},
		}},
		{"permissions-of-child", "kaltura_permissions", admin(kalturatest.Umbrella), "partner_id = 30000003", values{
			"partner_id": 30000003, "permissions": knownvalue.ListSizeExact(227),
		}},
		{"administrator-secret", "kaltura_current_session", admin(kalturatest.Acme), "", values{
			"partner_id": kalturatest.Acme.ID, "type": "admin", "user_id": "",
			"sign_in_method": "admin_secret", "privileges": knownvalue.ListSizeExact(0), "expires_at": knownvalue.NotNull(),
			"permission_names": among{"INTEGRATION_BASE", "cuePoint.MANAGE"},
		}},
		{"app-token-that-may-not-read-it", "kaltura_current_session", byToken(server, kalturatest.TokenWithoutSecrets), "", values{
			"sign_in_method": "app_token", "type": knownvalue.NotNull(), "user_id": knownvalue.NotNull(), "expires_at": knownvalue.NotNull(),
		}},
		{"ks", "kaltura_current_session", limited, "", values{
			"sign_in_method": "ks", "expires_at": rfc3339(until), "user_id": "ci",
			"privileges":       []any{"setrole:READ_ONLY_ROLE", "custom"},
			"permission_names": among{"KMC_READ_ONLY"},
		}},
		{"user-session", "kaltura_current_session", user, "", values{
			"partner_id": kalturatest.Acme.ID, "type": nil, "user_id": nil, "expires_at": nil, "privileges": nil,
			"permission_names": among{"BASE_USER_SESSION_PERMISSION"},
		}},
		{"app-token", "kaltura_current_session", byToken(server, kalturatest.TokenSHA256), "", values{
			"sign_in_method": "app_token", "partner_id": kalturatest.Acme.ID,
		}},
		{"login", "kaltura_current_session", loginAs(server, kalturatest.Acme, kalturatest.Owner), "", values{
			"sign_in_method": "login", "user_id": kalturatest.Owner.ID,
		}},
	} {
		all.add(read.title, read.provider, read.object, read.config, read.want)
	}
	for _, secret := range []string{"admin_secret", "user_secret"} {
		all.Steps[0].ConfigStateChecks = append(all.Steps[0].ConfigStateChecks,
			statecheck.ExpectSensitiveValue("data.kaltura_account_info.own", tfjsonpath.New(secret)))
	}
	resource.UnitTest(t, all.TestCase)
	// Only kaltura_account_info asks for secrets.
	for _, account := range []kalturatest.Account{bare, kalturatest.Hidden, kalturatest.Foreign} {
		expectNotAnswered(t, server, account.AdminSecret, account.UserSecret)
	}
	expectNotAnswered(t, server, keys.AppTokens[0].Token)
}

func TestDataSources_refused(t *testing.T) {
	server := kalturatest.NewServer(t)
	server.Update(kalturatest.Umbrella.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 151, Name: "Twin 1", SystemName: "TWIN"}, kalturatest.Role{ID: 152, Name: "Twin 2", SystemName: "TWIN"})
	})
	const account, accounts, players = "kaltura_account", "kaltura_accounts", "kaltura_players"
	const exactlyOne = "Exactly one of these attributes must be configured"
	umbrella, north := administrator(server, kalturatest.Umbrella), administrator(server, kalturatest.UmbrellaNorth)
	viewer := bearer(server, server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID}))
	for _, test := range []struct {
		block  arguments
		object string
		config arguments
		says   string
	}{
		{
			administrator(server, kalturatest.Acme), account,
			arguments{"partner_id": kalturatest.UmbrellaNorth.ID},
			"Account 30000003 is neither the signed-in account 30000001 nor one of its child accounts",
		},
		{north, account, arguments{"partner_id": kalturatest.UmbrellaSouth.ID}, "Kaltura Account Not Reachable"},
		{
			bearer(server, server.StartSession(kalturatest.Umbrella.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:151"})), account,
			arguments{"partner_id": kalturatest.UmbrellaNorth.ID},
			"Reading or listing child accounts requires ADMIN_PUBLISHER_MANAGE",
		},
		{viewer, accounts, nil, "The role of the session is not allowed to use partner.list in account 30000001"},
		{umbrella, accounts, arguments{"status": "happy"}, `value must be one of: ["deleted" "active" "blocked" "full_block" "read_only"]`},
		{umbrella, accounts, arguments{"name_contains": ""}, "name_contains string length must be at least 1"},
		{umbrella, "kaltura_app_tokens", arguments{"created_after": "yesterday"}, "Write the time in RFC 3339"},
		{viewer, "kaltura_permissions", nil, "It requires ADMIN_BASE, or KMC_READ_ONLY together with KMC_ACCESS"},
		{umbrella, players, arguments{"id": "7"}, "The account has no player with this id"},
		{umbrella, players, arguments{"id": "seven"}, "must be a number"},
		{umbrella, players, arguments{"kind": "v8"}, `value must be one of: ["v2" "playlist" "recorder" "v7"]`},
		{umbrella, players, arguments{"tags": []any{}}, "tags set must contain at least 1 elements"},
		{umbrella, players, arguments{"tags": []any{nil}}, "contains a null value"},
		{umbrella, players, arguments{"tags": []any{""}}, "string length must be at least 1"},
		{viewer, players, nil, "It requires one of the permissions STUDIO_BASE"},
		{viewer, players, arguments{"partner_id": 30000003}, "A session of a child account can be created only if"},
		{umbrella, aRole, arguments{"name": "nobody"}, "Neither account 30000002 nor Kaltura has such a role"},
		{umbrella, aRole, arguments{"system_name": "TWIN"}, "more than one such role: 151, 152. Select one by its id"},
		{umbrella, aRole, arguments{"id": "VIEWER_ROLE"}, "must be a number"},
		{umbrella, aRole, arguments{"id": "102", "name": "x"}, exactlyOne},
		{umbrella, aRole, nil, exactlyOne},
	} {
		e := configured(t, test.block)
		diags := e.validateData(test.object, test.config)
		if len(diags) == 0 {
			_, diags = e.read(t.Context(), test.object, test.config)
		}
		if !strings.Contains(diags.String(), test.says) {
			t.Errorf("%s with %v: %s", test.object, test.config, diags)
		}
	}
}

func TestAppTokensDataSource_filters(t *testing.T) {
	keys := keyring()
	e := configured(t, administrator(kalturatest.NewServer(t, keys), keys))
	for _, test := range []struct {
		filter arguments
		want   []string
	}{
		{arguments{"session_user_id": "plainuser"}, []string{"0_cccccccc"}},
		{arguments{"session_user_id": "nobody"}, nil},
		{arguments{"created_after": "2023-11-14T22:16:40Z"}, []string{"0_bbbbbbbb", "0_aaaaaaaa"}},
	} {
		state := e.mustRead("kaltura_app_tokens", test.filter)
		if got := regexp.MustCompile(`0_[a-d]{8}`).FindAllString(state["app_tokens"].String(), -1); !slices.Equal(got, test.want) {
			t.Errorf("%v: listed %v", test.filter, got)
		}
	}
}
