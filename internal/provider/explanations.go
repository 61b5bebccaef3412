// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// explanation words one failure. providerData.fill replaces the names in
// braces.
type explanation struct {
	failure kaltura.Failure
	// reason limits the row to one reason of CannotCreateSession, and object to
	// one object of CreationUncertain.
	reason  kaltura.SessionReason
	object  kaltura.CreatedObject
	summary string
	detail  string
	// attribute is the argument that the failure is about.
	attribute string
}

// explanations words every failure between the provider and the API.
var explanations = slices.Concat(commonExplanations, managedExplanations, []explanation{anyOtherFailure})

// anyOtherFailure words a failure without a row.
var anyOtherFailure = explanation{
	failure: kaltura.APIRefused, summary: "Kaltura API Error",
	detail: "The API refused {action}. The API's own message is not shown, because it can quote a session. Look the error code up in the Kaltura API documentation.",
}

var commonExplanations = []explanation{
	// Before the answer.
	{
		failure: kaltura.Cancelled, summary: "Kaltura Request Cancelled",
		detail: "The run was cancelled while the provider waited for the Kaltura API. If it was changing something, the next plan shows whether the change was made.",
	},
	{
		failure: kaltura.TimedOut, summary: "Kaltura API Timed Out",
		detail: "{service_url} did not answer in time. Check the network path and the service URL; a slow server may need a longer request_timeout.",
	},
	{
		failure: kaltura.HostNotFound, summary: "Kaltura Host Not Found",
		detail: "DNS does not know the host of {service_url}. Check service_url (KALTURA_SERVICE_URL) for typos, and whether this machine can resolve the name.",
	},
	{
		failure: kaltura.DNSTrouble, summary: "Kaltura Host Lookup Failed",
		detail: "DNS gave no answer for the host of {service_url}. This is usually transient: retry, and check the DNS settings of this machine.",
	},
	{
		failure: kaltura.Unreachable, summary: "Kaltura API Unreachable",
		detail: "No server accepts connections at {service_url}. Check the host and port in service_url (KALTURA_SERVICE_URL), whether a firewall blocks the connection, and whether this network requires a proxy (HTTPS_PROXY).",
	},
	{
		failure: kaltura.ConnectionLost, summary: "Kaltura API Connection Lost",
		detail: "The connection to {service_url} was lost before the answer was complete. Retry. If the error persists, check the proxies and load balancers on the path.",
	},
	{
		failure: kaltura.ProxyRefused, summary: "Proxy Refused the Connection",
		detail: "The proxy named by HTTPS_PROXY or HTTP_PROXY could not be reached, or refused the request to {service_url}. Check its address and credentials, or list the host in NO_PROXY.",
	},
	{
		failure: kaltura.ProxyMalformed, summary: "Malformed Proxy Address",
		detail: "The environment variable {variable} does not hold a valid proxy address. The provider never bypasses a proxy, so it sent nothing to {service_url}. Use the form http://host:port or http://user:password@host:port, and percent-encode special characters of the user name and password (@ is %40, # is %23). If no proxy is needed, unset the variable or list the host in NO_PROXY.",
	},
	{
		failure: kaltura.ProxyTLSFailed, summary: "TLS Connection to the Proxy Failed",
		detail: "The proxy named by HTTPS_PROXY or HTTP_PROXY has an https:// address, and the TLS connection to it failed. Most proxies expect http://; requests to an https:// service URL are encrypted all the same. If the proxy does use TLS, its certificate has expired, was issued for another host name, or was issued by an authority that this machine does not trust. In the last case, add the authority's certificate to ca_cert_pem (KALTURA_CA_CERT_PEM, or a file named by KALTURA_CA_CERT_PEM_FILE).",
	},
	{
		failure: kaltura.CertificateUntrusted, summary: "Untrusted Kaltura Server Certificate",
		detail: "The certificate of {service_url} was not issued by an authority that this machine trusts. If the server has a private authority, set ca_cert_pem to its certificate (KALTURA_CA_CERT_PEM, or a file named by KALTURA_CA_CERT_PEM_FILE). Verification cannot be turned off.",
	},
	{
		failure: kaltura.CertificateWrongHost, summary: "Kaltura Server Certificate Mismatch",
		detail: "The certificate of {service_url} was issued for other host names. Use the name that the certificate is for, or correct the server's certificate.",
	},
	{
		failure: kaltura.CertificateExpired, summary: "Kaltura Server Certificate Expired",
		detail: "The certificate of {service_url} is not valid at this time: it has expired, is not valid yet, or the clock of this machine is wrong.",
	},
	{
		failure: kaltura.TLSFailed, summary: "TLS Connection to Kaltura Failed",
		detail: "The TLS connection to {service_url} failed. The port may speak plain http, or the server may be too old for TLS 1.2.",
	},

	// In the HTTP answer.
	{
		failure: kaltura.Redirected, summary: "Kaltura Service URL Redirects",
		detail: "{service_url} answered with a redirect to {location}. Redirects are not followed, so that no session or secret is sent to another host. If the new address is right, set it as service_url (KALTURA_SERVICE_URL).",
	},
	{
		failure: kaltura.RateLimited, summary: "Kaltura API Rate Limit Reached",
		detail: "{service_url} refused every attempt because it received too many requests (HTTP 429). Retry later, or run with a lower -parallelism.",
	},
	{
		failure: kaltura.ServerTrouble, summary: "Kaltura API Unavailable",
		detail: "The Kaltura server reported an internal error in every attempt. The configuration is not the cause. Retry later. If the error persists, contact Kaltura support with the facts below.",
	},
	{
		failure: kaltura.HTTPRefused, summary: "Unexpected HTTP Status from Kaltura",
		detail: "{service_url} answered with HTTP status {status}, which the Kaltura API does not use. Check service_url (KALTURA_SERVICE_URL): a web server, gateway or firewall in front of the API may have answered instead.",
	},
	{
		failure: kaltura.EmptyAnswer, summary: "Not a Kaltura API: Empty Answer",
		detail: "{service_url} reported success but sent no content. Check that service_url (KALTURA_SERVICE_URL) is the address of a Kaltura API host.",
	},
	{
		failure: kaltura.HTMLAnswer, summary: "Not a Kaltura API: HTML Answer",
		detail: "{service_url} answered with a web page instead of JSON. Check that service_url (KALTURA_SERVICE_URL) is the address of a Kaltura API host, not of the KMC or a portal, and that no proxy answered with a login page.",
	},
	{
		failure: kaltura.XMLAnswer, summary: "Not a Kaltura API: XML Answer",
		detail: "{service_url} answered with XML instead of JSON. A gateway in front of the API may have changed the request, for example its Content-Type header, or the address belongs to another service.",
	},
	{
		failure: kaltura.MalformedAnswer, summary: "Not a Kaltura API: Unreadable Answer",
		detail: "{service_url} answered with something that is not valid JSON. The answer may have been truncated, or service_url (KALTURA_SERVICE_URL) belongs to another service.",
	},
	{
		failure: kaltura.UnexpectedAnswer, summary: "Unexpected Answer from Kaltura",
		detail: "The API action {action} answered with JSON that does not have the expected structure. Check that service_url (KALTURA_SERVICE_URL) is a Kaltura API host, and that the provider is up to date. Otherwise, report this error, without the answer itself.",
	},
	{
		failure: kaltura.AnswerTooLarge, summary: "Kaltura Answer Too Large",
		detail: "{service_url} sent more than {action} can return, such as more than {items} permissions of one role, and the provider stopped reading. Check that service_url (KALTURA_SERVICE_URL) is a Kaltura API host.",
	},

	{
		failure: kaltura.ListTooLong, summary: "Kaltura List Too Long",
		detail: "Account {partner_id} has more than {action} can read for the provider: more than {objects} objects, or too much text. Narrow the list with its arguments if it has any; delete objects that nobody needs.",
	},

	// About the session.
	{
		failure: kaltura.WrongAdminSecret, summary: "Wrong Kaltura Administrator Secret",
		detail: "Account {partner_id} exists, but it does not accept the given Administrator Secret. Copy it again from KMC > Settings > Integrations > Account info into admin_secret (KALTURA_ADMIN_SECRET), and make sure that it is neither the User Secret nor a secret of another account.",
	},
	{
		failure: kaltura.AdminSecretRefused, summary: "Kaltura Administrator Secret Refused",
		detail: "The API did not accept the session signed for account {partner_id}. Either the Administrator Secret (admin_secret, KALTURA_ADMIN_SECRET) is wrong or the partner ID (partner_id, KALTURA_PARTNER_ID) does not exist at this service URL; the provider could not find out which.",
	},
	{
		failure: kaltura.UnknownAccount, summary: "Unknown Kaltura Account",
		detail: "There is no account {partner_id} at {service_url}. Check partner_id (KALTURA_PARTNER_ID); it is not the sub partner ID. An account lives in one region: if the number is right, set service_url (KALTURA_SERVICE_URL) to the region's address, such as https://api.eu.kaltura.com.",
	},
	{
		failure: kaltura.AccountBlocked, summary: "Kaltura Account Blocked",
		detail: "Account {partner_id} is blocked or does not exist; the API does not distinguish the two. Kaltura blocks accounts whose trial or contract has ended; ask Kaltura to unblock it. Also check the partner ID and the region of service_url. If the account is gone for good, remove its objects from the state with terraform state rm.",
	},
	{
		failure: kaltura.KSInvalid, summary: "Invalid Kaltura Session",
		detail: "The API does not accept the given KS: it is damaged, or was not signed by an account at {service_url}. Create a new KS and set ks (KALTURA_KS) to all of it.",
	},
	{
		failure: kaltura.KSExpired, summary: "Kaltura Session Expired",
		detail: "The given KS has expired. If it comes from a kaltura_session, raise its expiry so that it outlasts the run. Otherwise create a KS that does and give it as ks (KALTURA_KS), or sign in with an app token, whose sessions the provider renews.",
	},
	{
		failure: kaltura.KSRevoked, summary: "Kaltura Session Revoked",
		detail: "The session was revoked: by session.end, by revoking a session of the same group, or by deleting its app token. {renewal}.",
	},
	{
		failure: kaltura.KSRestricted, summary: "Kaltura Session Not Valid Here",
		detail: "The KS is restricted to other IP addresses or URIs (privileges iprestrict and urirestrict). Use a KS that is allowed from this machine and for {action}.",
	},
	{
		failure: kaltura.KSUsedUp, summary: "Kaltura Session Used Up",
		detail: "The KS allowed a fixed number of actions (privilege actionslimit), and they are used up. A plan and an apply each read the account again, so use a KS without that privilege.",
	},
	{
		failure: kaltura.KSOfAnotherAccount, summary: "Kaltura Session of Another Account",
		detail: "The given KS belongs to account {answered}, but partner_id (KALTURA_PARTNER_ID) says {asked}. Give the KS of the right account, or correct the partner ID.",
	},
	{
		failure: kaltura.ClocksDiffer, summary: "Clocks Differ Too Much",
		detail: "The provider cannot sign a session whose lifetime is right by the server's clock, which it follows only up to one day. {clocks} Synchronise the clock of this machine (NTP).",
	},
	{
		failure: kaltura.UserBlocked, summary: "Kaltura User Blocked",
		detail: "The user of the session is blocked in account {partner_id}. Unblock the user in KMC under Administration > Users, or use another sign-in method.",
	},
	{
		failure: kaltura.PasswordRefused, summary: "Kaltura Login Refused",
		detail: "The API refused the login and does not say why: the login ID or the password may be wrong, the user or the account blocked or locked after failed attempts, or the user is not a member of account {partner_id}. A server outage or an IP rule looks the same. The provider does not retry, because each refusal counts towards a lock. Check login_id and password (KALTURA_LOGIN_ID, KALTURA_PASSWORD) by signing in to KMC.",
	},
	{
		failure: kaltura.PasswordExpired, summary: "Kaltura Password Expired",
		detail: "The password of login_id (KALTURA_LOGIN_ID) has expired. Choose a new one by signing in to KMC. For unattended runs an app token is the better sign-in method.",
	},
	{
		failure: kaltura.PasswordLoginDisabled, summary: "Kaltura Password Login Disabled",
		detail: "Account {partner_id} does not allow signing in with a password (single sign-on only). Sign in with an app token or the Administrator Secret instead.",
	},
	{
		failure: kaltura.OTPMissing, summary: "Kaltura One-Time Password Missing",
		detail: "Account {partner_id} requires a one-time password. Set otp (KALTURA_OTP) to the current code. The missing code counted as a failed attempt. For unattended runs sign in with an app token instead.",
	},
	{
		failure: kaltura.OTPRefused, summary: "Kaltura One-Time Password Refused",
		detail: "The one-time password in otp (KALTURA_OTP) is wrong or no longer valid; a code is valid for about 30 seconds. The provider does not retry, because each refusal counts towards a lock. For unattended runs sign in with an app token instead.",
	},
	{
		failure: kaltura.LoginSessionExpired, summary: "Kaltura Login Session Expired",
		detail: "The session of the login has expired, and the provider does not log in again. Run Terraform or OpenTofu again. For long runs sign in with an app token, which is renewed.",
	},
	{
		failure: kaltura.AppTokenUnknown, summary: "Unknown Kaltura App Token",
		detail: "Account {partner_id} has no app token with the given ID. Check app_token_id (KALTURA_APP_TOKEN_ID): it was deleted, belongs to another account, or was mistyped. It looks like 0_a1b2c3d4.",
	},
	{
		failure: kaltura.AppTokenInactive, summary: "Kaltura App Token Inactive",
		detail: "The app token is disabled in account {partner_id}. Sign in with another one: set app_token_id and app_token (KALTURA_APP_TOKEN_ID, KALTURA_APP_TOKEN) to its ID and value.",
	},
	{
		failure: kaltura.AppTokenExpired, summary: "Kaltura App Token Expired",
		detail: "The app token has expired. Sign in with another one: set app_token_id and app_token (KALTURA_APP_TOKEN_ID, KALTURA_APP_TOKEN) to its ID and value. A token without expires_at does not expire.",
	},
	{
		failure: kaltura.AppTokenSessionExpired, summary: "Kaltura App Token Session Expired",
		detail: "The session of the app token has expired, and so did the one created in its place. The sessions of this token expire at once: its sessionDuration is probably 0. Sign in with one whose sessionDuration is 900 seconds: set app_token_id and app_token (KALTURA_APP_TOKEN_ID, KALTURA_APP_TOKEN) to its ID and value.",
	},
	{
		failure: kaltura.AppTokenRefused, summary: "Wrong Kaltura App Token",
		detail: "The ID is known, but the token does not match it. Check app_token (KALTURA_APP_TOKEN); and if app_token_hash_type (KALTURA_APP_TOKEN_HASH_TYPE) is set, that it is the hash type of this token. If omitted, the provider tries each type.",
	},

	// About the request.
	{
		failure: kaltura.HTTPSRequired, summary: "Kaltura Account Requires HTTPS",
		detail: "Account {partner_id} accepts requests over https only, or not from this IP address: over http the API does not say which. Set service_url (KALTURA_SERVICE_URL) to the https:// address.",
	},
	{
		failure: kaltura.AddressRefused, summary: "Kaltura Refuses This Address",
		detail: "The access control of account {partner_id} does not allow requests from the IP address or country of this machine. Run from an allowed network, or have the address added to the account's API access control.",
	},
	{
		failure: kaltura.ActionForbidden, summary: "Kaltura Permission Missing",
		detail: "The role of the session is not allowed to use {action} in account {partner_id}.{permissions} Sign in with a role that is allowed to. The data source kaltura_current_session shows the permissions of the role.",
	},
	{
		failure: kaltura.ActionBlocked, summary: "Kaltura API Rate Limit Reached",
		detail: "The API blocked {action} in every attempt because it was called too often. Retry later, or run with a lower -parallelism.",
	},
	{
		failure: kaltura.ActionMissing, summary: "Kaltura API Action Not Found",
		detail: "The server at {service_url} does not know the API action {action}. Its Kaltura version is too old for this provider, or service_url (KALTURA_SERVICE_URL) belongs to another Kaltura product.",
	},
	{
		failure: kaltura.SecretsNotVisible, summary: "Kaltura Account Secrets Not Visible",
		detail: "Account {asked} was read, but the API omitted its secrets. Either the role of the session lacks the permission INTEGRATION_BASE (in KMC: access to the integration settings), or Kaltura hides the secrets of this account. To read the account without its secrets, use the data source kaltura_account.",
	},
	{
		failure: kaltura.AccountNotReachable, summary: "Kaltura Account Not Reachable",
		detail:    "Account {asked} is neither the signed-in account {partner_id} nor one of its child accounts, or it does not exist. Only its own parent can read a child account. Sign in to the account itself, for example with a provider alias.",
		attribute: "partner_id",
	},
	{
		failure: kaltura.AnswerOfAnotherAccount, summary: "Answer of Another Kaltura Account",
		detail: "The provider asked for account {asked}, but the API answered with account {answered}. The answer was discarded. Check that the credentials belong to the configured partner ID, and that no cache answers for {service_url}.",
	},
	{
		failure: kaltura.TooManyAccounts, summary: "Too Many Kaltura Accounts",
		detail: "The account has more than {objects} child accounts, which is more than one data source reads. Narrow the list with name_contains or status.",
	},
	{
		failure: kaltura.ImpersonationRefused, summary: "Kaltura Child Session Refused",
		detail:    "The API does not let account {partner_id} create a session of account {asked}. It must be a child of account {partner_id} and neither blocked nor deleted, account {partner_id} must be a parent, and the Administrator Secret must be correct. If the provider should sign in to account {asked} itself, correct its credentials. If account {asked} is gone for good, remove its objects from the state with terraform state rm.",
		attribute: "partner_id",
	},
	{
		failure: kaltura.UnknownRole, summary: "Unknown Kaltura Role",
		detail: "The session has the privilege setrole, which names a role that does not exist in account {partner_id}. It takes the ID or system name of a role. Correct it where the session comes from: the KS, the app token, or privileges of a kaltura_session.",
	},
	{
		failure: kaltura.CannotCreateSession, reason: kaltura.ReasonGivenKS, summary: "Cannot Create a Kaltura Session",
		detail: "The provider signs in with a KS (ks, KALTURA_KS), and a KS cannot create another one. Use that KS where a session is needed, or sign in with the Administrator Secret, an app token or a KMC user.",
	},
	{
		failure: kaltura.CannotCreateSession, reason: kaltura.ReasonChildRequiresAdminSecret, summary: "Cannot Create a Kaltura Session",
		detail:    "A session of a child account can be created only if the provider signs in with the parent's Administrator Secret (admin_secret, KALTURA_ADMIN_SECRET). Use that sign-in method, or sign in to the child account itself.",
		attribute: "partner_id",
	},
	{
		failure: kaltura.CannotCreateSession, reason: kaltura.ReasonLoginFixesUser, summary: "Cannot Create a Kaltura Session",
		detail: "The provider signs in as a KMC user, and a login decides the session's user and type. Remove type and user_id, or sign in with the Administrator Secret or an app token.",
	},
}
