// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

// Failure is one of the known ways in which a call fails. Messages for people
// are worded from it alone: the API's messages are not passed on, because they
// can quote a KS, even one of another caller (wire case cache_invalid_ks_2).
type Failure string

// Before the answer.
const (
	// Cancelled: the caller's context ended.
	Cancelled Failure = "cancelled"
	// TimedOut: an attempt took longer than the request timeout.
	TimedOut Failure = "timed out"
	// HostNotFound: the host does not exist in DNS.
	HostNotFound Failure = "host not found"
	// DNSTrouble: DNS did not answer.
	DNSTrouble Failure = "DNS trouble"
	// Unreachable: nothing accepts connections at the address.
	Unreachable Failure = "unreachable"
	// ConnectionLost: the connection broke before the answer was complete.
	ConnectionLost Failure = "connection lost"
	// ProxyRefused: the proxy from the environment rejected the connection.
	ProxyRefused Failure = "proxy refused"
	// ProxyMalformed: the environment's proxy address is invalid. Nothing was
	// sent.
	ProxyMalformed Failure = "proxy malformed"
	// ProxyTLSFailed: the TLS connection to the proxy itself failed, for example
	// because of its certificate.
	ProxyTLSFailed Failure = "TLS to the proxy failed"
	// CertificateUntrusted: no known authority signed the server's certificate.
	CertificateUntrusted Failure = "certificate untrusted"
	// CertificateWrongHost: the server's certificate is for other host names.
	CertificateWrongHost Failure = "certificate for another host"
	// CertificateExpired: the certificate is not valid at this time.
	CertificateExpired Failure = "certificate expired"
	// TLSFailed: the TLS handshake failed for another reason.
	TLSFailed Failure = "TLS failed"
)

// In the HTTP answer.
const (
	// Redirected: the API host redirects; redirects are not followed.
	Redirected Failure = "redirected"
	// RateLimited: HTTP status 429.
	RateLimited Failure = "rate limited"
	// ServerTrouble: HTTP status 500, 502, 503 or 504, or an API error INTERNAL_….
	ServerTrouble Failure = "server trouble"
	// HTTPRefused: any other HTTP status that reports an error.
	HTTPRefused Failure = "HTTP status refused"
	// EmptyAnswer: success without a body (wire case error_format_99_form).
	EmptyAnswer Failure = "empty answer"
	// HTMLAnswer: a web page instead of JSON.
	HTMLAnswer Failure = "HTML answer"
	// XMLAnswer: XML instead of JSON (wire case session_start_content_type_charset_noformat).
	XMLAnswer Failure = "XML answer"
	// MalformedAnswer: neither JSON nor any of the above.
	MalformedAnswer Failure = "malformed answer"
	// UnexpectedAnswer: JSON that does not match the action's result.
	UnexpectedAnswer Failure = "unexpected answer"
	// AnswerTooLarge: more than [MaxAnswerBytes], or [MaxListBytes] for a page of
	// a list, or more items than [MaxItems].
	AnswerTooLarge Failure = "answer too large"
)

// About the session.
const (
	// WrongAdminSecret: the account exists, but the secret is wrong.
	WrongAdminSecret Failure = "wrong admin secret"
	// AdminSecretRefused: the KS signed with the Administrator Secret was
	// rejected, and whether the account exists is unknown.
	AdminSecretRefused Failure = "admin secret refused"
	// UnknownAccount: this host has no account with that ID.
	UnknownAccount Failure = "unknown account"
	// AccountBlocked: SERVICE_FORBIDDEN_CONTENT_BLOCKED.
	AccountBlocked Failure = "account blocked"
	// KSInvalid: INVALID_KS, and the KS itself is damaged, forged or foreign.
	KSInvalid Failure = "KS invalid"
	// KSExpired: INVALID_KS with KSID "EXPIRED".
	KSExpired Failure = "KS expired"
	// KSRevoked: INVALID_KS with KSID "LOGOUT".
	KSRevoked Failure = "KS revoked"
	// KSRestricted: INVALID_KS with KSID "EXCEEDED_RESTRICTED_IP" or "_URI".
	KSRestricted Failure = "KS restricted"
	// KSUsedUp: INVALID_KS with KSID "EXCEEDED_ACTIONS_LIMIT".
	KSUsedUp Failure = "KS used up"
	// KSOfAnotherAccount: the KS names another account than the configured one.
	KSOfAnotherAccount Failure = "KS of another account"
	// ClocksDiffer: a KS signed here has expired by the server's clock.
	ClocksDiffer Failure = "clocks differ"
	// UserBlocked: the user of the KS is blocked.
	UserBlocked Failure = "user blocked"
	// PasswordRefused: USER_WRONG_PASSWORD, which has many causes.
	PasswordRefused Failure = "password refused"
	// PasswordExpired: PASSWORD_EXPIRED.
	PasswordExpired Failure = "password expired"
	// PasswordLoginDisabled: DIRECT_LOGIN_BLOCKED.
	PasswordLoginDisabled Failure = "password login disabled"
	// OTPMissing: MISSING_OTP.
	OTPMissing Failure = "OTP missing"
	// OTPRefused: INVALID_OTP.
	OTPRefused Failure = "OTP refused"
	// LoginSessionExpired: the KS of a login has expired, and a login is never
	// repeated.
	LoginSessionExpired Failure = "login session expired"
	// AppTokenUnknown: APP_TOKEN_ID_NOT_FOUND.
	AppTokenUnknown Failure = "app token unknown"
	// AppTokenInactive: APP_TOKEN_NOT_ACTIVE.
	AppTokenInactive Failure = "app token inactive"
	// AppTokenExpired: APP_TOKEN_EXPIRED.
	AppTokenExpired Failure = "app token expired"
	// AppTokenSessionExpired: a session of the app token has expired, and so has its
	// replacement.
	AppTokenSessionExpired Failure = "app token session expired"
	// AppTokenRefused: INVALID_APP_TOKEN_HASH with every hash type tried.
	AppTokenRefused Failure = "app token refused"
)

// About the request.
const (
	// HTTPSRequired: SERVICE_ACCESS_CONTROL_RESTRICTED over plain http.
	HTTPSRequired Failure = "HTTPS required"
	// AddressRefused: SERVICE_ACCESS_CONTROL_RESTRICTED over https.
	AddressRefused Failure = "address refused"
	// ActionForbidden: SERVICE_FORBIDDEN.
	ActionForbidden Failure = "action forbidden"
	// ActionBlocked: ACTION_BLOCKED, the API's own rate limit.
	ActionBlocked Failure = "action blocked"
	// ActionMissing: the server does not know the service or action.
	ActionMissing Failure = "action missing"
	// SecretsNotVisible: the account's answer omits its secrets.
	SecretsNotVisible Failure = "secrets not visible"
	// AccountNotReachable: INVALID_PARTNER_ID for a named account.
	AccountNotReachable Failure = "account not reachable"
	// AnswerOfAnotherAccount: the answer's ID is not the requested one.
	AnswerOfAnotherAccount Failure = "answer of another account"
	// TooManyAccounts: a list has more than [MaxObjects].
	TooManyAccounts Failure = "too many accounts"
	// ListTooLong: a list has more objects or text than the client reads.
	ListTooLong Failure = "list too long"
	// ImpersonationRefused: START_SESSION_ERROR for a child account.
	ImpersonationRefused Failure = "impersonation refused"
	// UnknownRole: UNKNOWN_ROLE_ID for a setrole privilege.
	UnknownRole Failure = "unknown role"
	// CannotCreateSession: the sign-in method cannot create the requested session.
	CannotCreateSession Failure = "cannot create session"
	// RoleNameTaken: ROLE_NAME_ALREADY_EXISTS.
	RoleNameTaken Failure = "role name taken"
	// RoleSystemNameTaken: SYSTEM_NAME_ALREADY_EXISTS.
	RoleSystemNameTaken Failure = "role system name taken"
	// PermissionUnknown: PERMISSION_NOT_FOUND for a role.
	PermissionUnknown Failure = "permission unknown"
	// RoleInUse: ROLE_IS_BEING_USED, by a user.
	RoleInUse Failure = "role in use"
	// RoleGone: INVALID_OBJECT_ID for a role named by its ID.
	RoleGone Failure = "role gone"
	// AppTokenGone: APP_TOKEN_ID_NOT_FOUND when reading or changing a token.
	AppTokenGone Failure = "app token gone"
	// UserIDInvalid: INVALID_FIELD_VALUE for the user of an app token.
	UserIDInvalid Failure = "user ID invalid"
	// CreationUncertain: no answer says whether the object was created.
	CreationUncertain Failure = "creation uncertain"
	// APIRefused: any other API error.
	APIRefused Failure = "API refused"
)
