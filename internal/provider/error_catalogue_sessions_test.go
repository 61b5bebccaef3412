// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var cataloguedSessions = []catalogued{
	{
		failure: kaltura.WrongAdminSecret, summary: "Wrong Kaltura Administrator Secret", says: "Account 30000001 exists, but it does not accept",
		arrange: func(t *testing.T) arguments {
			return as(kalturatest.Acme)(t).with("admin_secret", kalturatest.Acme.UserSecret)
		},
	},
	{
		failure: kaltura.AdminSecretRefused, summary: "Kaltura Administrator Secret Refused", says: "the provider could not find out which",
		arrange: func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			server.Inject(kalturatest.Unavailable().On("session", "startWidgetSession"))
			return administrator(server, kalturatest.Acme).with("admin_secret", kalturatest.Acme.UserSecret)
		},
	},
	{
		failure: kaltura.UnknownAccount, title: "administrator secret", summary: "Unknown Kaltura Account", says: "There is no account 39999999 at http://127.0.0.1:",
		arrange: as(kalturatest.NewAccount(39999999, "Nobody")),
	},
	{
		failure: kaltura.AccountBlocked, title: "content", summary: "Kaltura Account Blocked", says: "refuses account 30000006 as blocked",
		arrange: as(kalturatest.Blocked),
	},
	{
		failure: kaltura.AccountBlocked, title: "fully", summary: "Kaltura Account Blocked", says: "refuses account 30000007 as blocked",
		arrange: as(kalturatest.FullBlocked),
	},
	{
		failure: kaltura.KSInvalid, title: "garbage", summary: "Invalid Kaltura Session", says: "Create a new KS and give all of it as ks (KALTURA_KS)",
		arrange: func(t *testing.T) arguments { return bearer(kalturatest.NewServer(t), "canary-garbage") },
	},
	{
		failure: kaltura.KSInvalid, title: "signed with another secret", summary: "Invalid Kaltura Session", says: "not signed by an account at http://127.0.0.1:",
		arrange: session(kalturatest.SessionOptions{Secret: kalturatest.Acme.UserSecret, Type: kalturatest.AdminSession}),
	},
	{
		failure: kaltura.KSExpired, summary: "Kaltura Session Expired", says: "The given KS has expired.",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Expiry: time.Now().Add(-time.Hour)}),
	},
	{
		failure: kaltura.KSRevoked, summary: "Kaltura Session Revoked", says: "The session was revoked",
		arrange: func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			ks := server.StartSession(kalturatest.Acme.ID, kalturatest.SessionOptions{Type: kalturatest.AdminSession})
			endSession(t, server, ks)
			return bearer(server, ks)
		},
	},
	{
		failure: kaltura.KSRestricted, title: "address", summary: "Kaltura Session Not Valid Here", says: "Use a KS that is allowed from this machine and for partner.getInfo",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "iprestrict:192.0.2.1"}),
	},
	{
		failure: kaltura.KSRestricted, title: "URI", summary: "Kaltura Session Not Valid Here", says: "(privileges iprestrict and urirestrict)",
		arrange: refused("INVALID_KS", "KSID", "EXCEEDED_RESTRICTED_URI"),
	},
	{
		failure: kaltura.KSUsedUp, summary: "Kaltura Session Used Up", says: "allowed a fixed number of actions (privilege actionslimit)",
		arrange: refused("INVALID_KS", "KSID", "EXCEEDED_ACTIONS_LIMIT"),
	},
	{
		failure: kaltura.KSOfAnotherAccount, summary: "Kaltura Session of Another Account", says: "belongs to account 30000001, but partner_id (KALTURA_PARTNER_ID) says 30000016",
		arrange: func(t *testing.T) arguments {
			return session(kalturatest.SessionOptions{Type: kalturatest.AdminSession})(t).with("partner_id", kalturatest.Foreign.ID)
		},
	},
	{
		failure: kaltura.ClocksDiffer, summary: "Clocks Differ Too Much", says: "Synchronise the clock of this machine (NTP)",
		arrange: refused("INVALID_KS", "KSID", "EXPIRED"),
	},
	{
		failure: kaltura.UserBlocked, summary: "Kaltura User Blocked", says: "The user of the session is blocked in account 30000001",
		arrange: session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.BlockedUser.ID}),
	},
}

// session arranges that the provider is given a KS of Acme.
func session(options kalturatest.SessionOptions) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		server := kalturatest.NewServer(t)
		return bearer(server, server.StartSession(kalturatest.Acme.ID, options))
	}
}

var cataloguedLogins = []catalogued{
	{
		failure: kaltura.PasswordRefused, title: "password", summary: "Kaltura Login Refused", says: "The API refused the login and does not say why",
		arrange: login(kalturatest.Acme, kalturatest.Owner.LoginID, "canary"),
	},
	{
		failure: kaltura.PasswordRefused, title: "unknown user", summary: "Kaltura Login Refused", says: "or the user is not a member of account 30000001",
		arrange: login(kalturatest.Acme, "nobody@example.com", "canary"),
	},
	{
		failure: kaltura.PasswordExpired, summary: "Kaltura Password Expired", says: "Choose a new one by signing in to KMC",
		arrange: ownerLogin(kalturatest.ExpiredPassword),
	},
	{
		failure: kaltura.PasswordLoginDisabled, summary: "Kaltura Password Login Disabled", says: "Account 30000013 does not allow signing in with a password",
		arrange: ownerLogin(kalturatest.SSO),
	},
	{
		failure: kaltura.OTPMissing, summary: "Kaltura One-Time Password Missing", says: "Give the current code as otp (KALTURA_OTP)",
		arrange: ownerLogin(kalturatest.TwoFactor),
	},
	{
		failure: kaltura.OTPRefused, summary: "Kaltura One-Time Password Refused", says: "each refusal counts towards a lock",
		arrange: func(t *testing.T) arguments { return ownerLogin(kalturatest.TwoFactor)(t).with("otp", "000000") },
	},
	{
		failure: kaltura.LoginSessionOver, summary: "Kaltura Login Session Expired", says: "the provider never logs in twice",
		arrange: func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			server.Inject(kalturatest.AnswerError("INVALID_KS", "canary", "KSID", "EXPIRED").On("partner", "getInfo").For(-1))
			return loginAt(server, kalturatest.Acme, kalturatest.Owner.LoginID, kalturatest.Owner.Password)
		},
	},
}

// login arranges that a user logs in.
func login(account kalturatest.Account, loginID, password string) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return loginAt(kalturatest.NewServer(t), account, loginID, password) }
}

func ownerLogin(account kalturatest.Account) func(*testing.T) arguments {
	return login(account, account.Users[0].LoginID, kalturatest.OwnerPassword)
}

func loginAt(server *kalturatest.Server, account kalturatest.Account, loginID, password string) arguments {
	return arguments{
		"service_url": server.URL, "partner_id": account.ID, "login_id": loginID, "password": password, "max_retries": 0,
	}
}

var cataloguedAppTokens = []catalogued{
	{
		failure: kaltura.UnknownAccount, title: "app token", summary: "Unknown Kaltura Account", says: "There is no account 39999999",
		arrange: func(t *testing.T) arguments { return appToken(kalturatest.TokenSHA256)(t).with("partner_id", 39999999) },
	},
	{
		failure: kaltura.AppTokenUnknown, title: "deleted", summary: "Unknown Kaltura App Token", says: "Account 30000001 has no app token of the given ID",
		arrange: appToken(kalturatest.TokenDeleted),
	},
	{
		failure: kaltura.AppTokenUnknown, title: "of another account", summary: "Unknown Kaltura App Token", says: "Account 30000016 has no app token",
		arrange: func(t *testing.T) arguments {
			return appToken(kalturatest.TokenSHA256)(t).with("partner_id", kalturatest.Foreign.ID)
		},
	},
	{
		failure: kaltura.AppTokenInactive, summary: "Kaltura App Token Inactive", says: "disabled in account 30000001",
		arrange: appToken(kalturatest.TokenInactive),
	},
	{
		failure: kaltura.AppTokenExpired, summary: "Kaltura App Token Expired", says: "The app token has expired",
		arrange: appToken(kalturatest.TokenExpired),
	},
	{
		failure: kaltura.AppTokenSessionOver, summary: "Kaltura App Token Session Expired", says: "its sessionDuration is probably 0",
		arrange: func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			server.Update(kalturatest.Acme.ID, func(a *kalturatest.Account) {
				for i := range a.AppTokens {
					a.AppTokens[i].SessionDuration = new(int)
				}
			})
			return appToken(kalturatest.TokenSHA256)(t).with("service_url", server.URL)
		},
	},
	{
		failure: kaltura.AppTokenRefused, title: "token", summary: "Wrong Kaltura App Token", says: "the token does not match it",
		arrange: func(t *testing.T) arguments { return appToken(kalturatest.TokenSHA256)(t).with("app_token", "canary") },
	},
	{
		failure: kaltura.AppTokenRefused, title: "hash type", summary: "Wrong Kaltura App Token", says: "that it is the hash type of this token",
		arrange: func(t *testing.T) arguments {
			return appToken(kalturatest.TokenSHA256)(t).with("app_token_hash_type", "MD5")
		},
	},
}

// appToken arranges that one of Acme's app tokens signs in.
func appToken(token kalturatest.AppToken) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		return arguments{
			"service_url": kalturatest.NewServer(t).URL, "partner_id": kalturatest.Acme.ID,
			"app_token_id": token.ID, "app_token": token.Token, "max_retries": 0,
		}
	}
}
