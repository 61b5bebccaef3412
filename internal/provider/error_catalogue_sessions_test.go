// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var cataloguedSessions = []catalogued{
	met(kaltura.WrongAdminSecret, "", "Wrong Kaltura Administrator Secret", "Account 30000001 exists, but it does not accept",
		as(kalturatest.Acme)).with("admin_secret", kalturatest.Acme.UserSecret),
	met(kaltura.AdminSecretRefused, "", "Kaltura Administrator Secret Refused", "the provider could not find out which",
		func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			server.Inject(kalturatest.Unavailable().On("session", "startWidgetSession"))
			return administrator(server, kalturatest.Acme).with("admin_secret", kalturatest.Acme.UserSecret)
		}),
	met(kaltura.UnknownAccount, "administrator secret", "Unknown Kaltura Account", "There is no account 39999999 at http://127.0.0.1:",
		as(kalturatest.NewAccount(39999999, "Nobody"))),
	met(kaltura.AccountBlocked, "content", "Kaltura Account Blocked", "Account 30000006 is blocked or does not exist", as(kalturatest.Blocked)),
	met(kaltura.AccountBlocked, "fully", "Kaltura Account Blocked", "Account 30000007 is blocked or does not exist", as(kalturatest.FullBlocked)),
	met(kaltura.KSInvalid, "garbage", "Invalid Kaltura Session", "Create a new KS and set ks (KALTURA_KS) to all of it",
		func(t *testing.T) arguments { return bearer(kalturatest.NewServer(t), "canary-garbage") }),
	met(kaltura.KSInvalid, "signed with another secret", "Invalid Kaltura Session", "not signed by an account at http://127.0.0.1:",
		session(kalturatest.SessionOptions{Secret: kalturatest.Acme.UserSecret, Type: kalturatest.AdminSession})),
	met(kaltura.KSExpired, "", "Kaltura Session Expired", "The given KS has expired.",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Expiry: time.Now().Add(-time.Hour)})),
	met(kaltura.KSRevoked, "", "Kaltura Session Revoked", "The session was revoked",
		func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
			ask(t, server, "session.end", map[string]any{"ks": ks})
			return bearer(server, ks)
		}),
	met(kaltura.KSRestricted, "address", "Kaltura Session Not Valid Here", "Use a KS that is allowed from this machine and for partner.getInfo",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "iprestrict:192.0.2.1"})),
	met(kaltura.KSRestricted, "URI", "Kaltura Session Not Valid Here", "(privileges iprestrict and urirestrict)", refused("INVALID_KS", "KSID", "EXCEEDED_RESTRICTED_URI")),
	met(kaltura.KSUsedUp, "", "Kaltura Session Used Up", "allowed a fixed number of actions (privilege actionslimit)", refused("INVALID_KS", "KSID", "EXCEEDED_ACTIONS_LIMIT")),
	met(kaltura.KSOfAnotherAccount, "", "Kaltura Session of Another Account", "belongs to account 30000001, but partner_id (KALTURA_PARTNER_ID) says 30000016",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession})).with("partner_id", kalturatest.Foreign.ID),
	met(kaltura.ClocksDiffer, "", "Clocks Differ Too Much", "Synchronise the clock of this machine (NTP)", refused("INVALID_KS", "KSID", "EXPIRED")),
	met(kaltura.UserBlocked, "", "Kaltura User Blocked", "The user of the session is blocked in account 30000001",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.BlockedUser.ID})),
}

// session configures the provider with a KS of Acme.
func session(options kalturatest.SessionOptions) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		server := kalturatest.NewServer(t)
		return bearer(server, server.StartSession(kalturatest.Acme.ID, options))
	}
}

var cataloguedLogins = []catalogued{
	met(kaltura.PasswordRefused, "password", "Kaltura Login Refused", "The API refused the login and does not say why",
		login(kalturatest.Acme, kalturatest.Owner.LoginID, "canary")),
	met(kaltura.PasswordRefused, "unknown user", "Kaltura Login Refused", "or the user is not a member of account 30000001",
		login(kalturatest.Acme, "nobody@example.com", "canary")),
	met(kaltura.PasswordExpired, "", "Kaltura Password Expired", "Choose a new one by signing in to KMC", ownerLogin(kalturatest.ExpiredPassword)),
	met(kaltura.PasswordLoginDisabled, "", "Kaltura Password Login Disabled", "Account 30000013 does not allow signing in with a password", ownerLogin(kalturatest.SSO)),
	met(kaltura.OTPMissing, "", "Kaltura One-Time Password Missing", "Set otp (KALTURA_OTP) to the current code", ownerLogin(kalturatest.TwoFactor)),
	met(kaltura.OTPRefused, "", "Kaltura One-Time Password Refused", "each refusal counts towards a lock",
		ownerLogin(kalturatest.TwoFactor)).with("otp", "000000"),
	met(kaltura.LoginSessionExpired, "", "Kaltura Login Session Expired", "the provider does not log in again",
		func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			server.Inject(kalturatest.AnswerError("INVALID_KS", "canary", "KSID", "EXPIRED").On("partner", "getInfo").For(-1))
			return loginAt(server, kalturatest.Acme, kalturatest.Owner.LoginID, kalturatest.Owner.Password)
		}),
}

// login configures a user login.
func login(account kalturatest.Account, loginID, password string) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return loginAt(kalturatest.NewServer(t), account, loginID, password) }
}

func ownerLogin(account kalturatest.Account) func(*testing.T) arguments {
	return login(account, account.Users[0].LoginID, kalturatest.OwnerPassword)
}

var cataloguedAppTokens = []catalogued{
	met(kaltura.UnknownAccount, "app token", "Unknown Kaltura Account", "There is no account 39999999",
		appToken(kalturatest.TokenSHA256)).with("partner_id", 39999999),
	met(kaltura.AppTokenUnknown, "deleted", "Unknown Kaltura App Token", "Account 30000001 has no app token with the given ID", appToken(kalturatest.TokenDeleted)),
	met(kaltura.AppTokenUnknown, "of another account", "Unknown Kaltura App Token", "Account 30000016 has no app token",
		appToken(kalturatest.TokenSHA256)).with("partner_id", kalturatest.Foreign.ID),
	met(kaltura.AppTokenInactive, "", "Kaltura App Token Inactive", "disabled in account 30000001", appToken(kalturatest.TokenInactive)),
	met(kaltura.AppTokenExpired, "", "Kaltura App Token Expired", "The app token has expired", appToken(kalturatest.TokenExpired)),
	met(kaltura.AppTokenSessionExpired, "", "Kaltura App Token Session Expired", "its sessionDuration is probably 0",
		func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
				for i := range a.AppTokens {
					a.AppTokens[i].SessionDuration = new(int)
				}
			})
			return appToken(kalturatest.TokenSHA256)(t).with("service_url", server.URL)
		}),
	met(kaltura.AppTokenRefused, "token", "Wrong Kaltura App Token", "the token does not match it",
		appToken(kalturatest.TokenSHA256)).with("app_token", "canary"),
	met(kaltura.AppTokenRefused, "hash type", "Wrong Kaltura App Token", "that it is the hash type of this token",
		appToken(kalturatest.TokenSHA256)).with("app_token_hash_type", "MD5"),
}

// appToken configures one of Acme's app tokens.
func appToken(token kalturatest.AppToken) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return byToken(kalturatest.NewServer(t), token) }
}

const (
	aRole  = "kaltura_user_role"
	aToken = "kaltura_app_token"
)

var (
	newRole  = arguments{"name": "CI", "permission_names": []any{"KMC_ACCESS"}}
	newToken = arguments{"role": "VIEWER_ROLE"}
	oldRole  = arguments{"id": "102", "name": "VIEWER_ROLE", "system_name": "VIEWER_ROLE", "partner_id": kalturatest.Acme.ID, "permission_names": []any{"ACCOUNT_BASE"}}
	oldToken = arguments{
		"id": kalturatest.TokenSHA256.ID, "partner_id": kalturatest.Acme.ID, "role": "INTEGRATION_ONLY_ROLE", "session_type": "admin",
		"session_duration": 900, "hash_type": "SHA256", "full_administrator": true, "created_at": "2023-11-14T22:13:20Z",
	}
)

var cataloguedManaged = []catalogued{
	met(kaltura.RoleNameTaken, "", "Kaltura Role Name Taken", "swap names",
		faulty(kalturatest.AnswerError("ROLE_NAME_ALREADY_EXISTS", "").On("userRole", "add"))).changing(aRole, nil, newRole),
	met(kaltura.RoleSystemNameTaken, "", "Kaltura Role System Name Taken", "Choose another system_name",
		as(kalturatest.Acme)).changing(aRole, nil, newRole.with("system_name", "VIEWER_ROLE")),
	met(kaltura.PermissionUnknown, "where names cannot be checked at plan", "Kaltura Permission Not Found", "does not exist in account 30000001",
		withPermissions("ADMIN_ROLE_ADD")).changing(aRole, nil, newRole.with("permission_names", []any{"NO_SUCH"})),
	met(kaltura.RoleInUse, "", "Kaltura Role Has Users", "under Administration > Users", as(kalturatest.Acme)).changing(aRole, oldRole, nil),
	met(kaltura.RoleGone, "", "Kaltura Role Not Found", "the next plan creates it again",
		as(kalturatest.Acme)).changing(aRole, oldRole.with("id", "199").with("system_name", ""), newRole),
	met(kaltura.CreationUncertain, "", "Kaltura Role May Exist", "was created (server trouble)",
		faulty(kalturatest.Unavailable().On("userRole", "add"))).because(kaltura.CreatedRole).changing(aRole, nil, newRole),
	met(kaltura.CreationUncertain, "", "Kaltura App Token May Exist", "was created (connection lost)",
		faulty(kalturatest.Drop(kalturatest.CloseProcessed).On("appToken", "add"))).because(kaltura.CreatedAppToken).changing(aToken, nil, newToken),
	met(kaltura.UserIDInvalid, "", "Invalid Kaltura User ID", "a character that is not allowed",
		as(kalturatest.Acme)).changing(aToken, nil, newToken.with("session_user_id", "bad<user>")),
	met(kaltura.AppTokenGone, "update", "Kaltura App Token Not Found", "the next plan creates it again, with another value",
		as(kalturatest.Acme)).changing(aToken, oldToken.with("id", kalturatest.TokenDeleted.ID), newToken),
	met(kaltura.AppTokenGone, "value", "Kaltura App Token Not Found", "Account 30000001 has no app token with this ID",
		as(kalturatest.Acme)).opening(aToken, arguments{"id": kalturatest.TokenDeleted.ID}),
	met(kaltura.AppTokenGone, "of a child account", "Kaltura App Token Not Found", "set partner_id to the child account",
		as(kalturatest.Umbrella)).opening(aToken, arguments{"id": kalturatest.TokenSHA256.ID}),
	forbidden("userRole.add", "ADMIN_ROLE_ADD", aRole, nil, newRole),
	forbidden("userRole.update", "ADMIN_ROLE_UPDATE", aRole, oldRole, oldRole.with("description", "x")),
	forbidden("userRole.delete", "ADMIN_ROLE_DELETE", aRole, oldRole.with("system_name", "").with("id", "103"), nil),
	forbidden("appToken.add", "APP_TOKEN_ADD", aToken, nil, newToken),
	forbidden("appToken.update", "APP_TOKEN_UPDATE", aToken, oldToken, oldToken.with("description", "x")),
	forbidden("appToken.delete", "APP_TOKEN_DELETE", aToken, oldToken, nil),
	met(kaltura.ActionForbidden, "appToken.list", "Kaltura Permission Missing", "It requires APP_TOKEN_BASE, or KMC_READ_ONLY",
		withPermissions("ACCOUNT_BASE")).reading("kaltura_app_tokens", nil),
	met(kaltura.ActionForbidden, "appToken.get", "Kaltura Permission Missing", "It requires APP_TOKEN_BASE, or KMC_READ_ONLY",
		withPermissions("ACCOUNT_BASE")).opening(aToken, arguments{"id": kalturatest.TokenSHA256.ID}),
	met(kaltura.ActionForbidden, "userRole.list", "Kaltura Permission Missing", "It requires ADMIN_BASE or ACCOUNT_BASE",
		withPermissions("KMC_ACCESS")).reading(aRole, arguments{"name": "x"}),
}

// forbidden is a change that the session's role does not permit.
func forbidden(action, permission, resource string, before, config arguments) catalogued {
	return met(kaltura.ActionForbidden, action, "Kaltura Permission Missing", "It requires the permission "+permission+".",
		withPermissions("ACCOUNT_BASE", "APP_TOKEN_BASE")).changing(resource, before, config)
}

// TestForbidden_saysWhatIsRequired reads everything without any permission.
func TestForbidden_saysWhatIsRequired(t *testing.T) {
	for _, object := range readables(t) {
		diags := object.read(configured(t, withPermissions()(t)), needed[object.name])
		if text := diags.String(); strings.Contains(text, "Kaltura Permission Missing") && !strings.Contains(text, " requires ") {
			t.Errorf("permissions_required.go does not say what %s requires: %s", object.name, text)
		}
	}
}

// withPermissions configures an administrator of Acme whose role has these
// permissions.
func withPermissions(permissions ...string) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return withPermissionsAt(kalturatest.NewServer(t), permissions...) }
}

func withPermissionsAt(server *kalturatest.Server, permissions ...string) arguments {
	server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
		a.Roles = append(a.Roles, kalturatest.Role{ID: 190, SystemName: "NARROW", Permissions: permissions})
	})
	return bearer(server, server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:190"}))
}
