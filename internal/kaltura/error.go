// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Error is the error type of all API calls. Each field is safe to show: none
// contains unchecked text of a message, a URL or a body.
type Error struct {
	Failure Failure
	// Service and Action name the API action, such as partner and getInfo.
	Service, Action string
	// Code is the API's error code, or "" if the API answered without one.
	Code string
	// HTTPStatus is 0 if no HTTP answer arrived.
	HTTPStatus int
	// RequestID is the API's number for the request (header X-Kaltura-Session).
	RequestID string
	// Attempts counts the requests sent for the call.
	Attempts int
	// Location is the target of a redirect: scheme, host and path prefix.
	Location string
	// PartnerID is the account of the session, if the call has one and it is known.
	PartnerID int64
	// AskedPartnerID and AnsweredPartnerID are set with AnswerOfAnotherAccount,
	// KSOfAnotherAccount and AccountNotReachable.
	AskedPartnerID, AnsweredPartnerID int64
	// ClockDifference is set with ClocksDiffer: how far the server's clock is
	// ahead of this machine's.
	ClockDifference time.Duration
	// Reason is set with CannotCreateSession.
	Reason SessionReason
	// Variable is the environment variable of ProxyMalformed.
	Variable string
	// Object is what may exist, with CreationUncertain.
	Object CreatedObject
	// Behind is the underlying failure of CreationUncertain.
	Behind Failure

	// sent reports that the server may have received the request.
	sent       bool
	retryAfter time.Duration
	serverTime time.Time
	cause      error
}

// Error names the action, the failure and the code.
func (e *Error) Error() string {
	text := "kaltura: " + e.ActionName() + ": " + string(e.Failure)
	switch {
	case e.Code != "":
		text += " (" + e.Code + ")"
	case e.HTTPStatus != 0:
		text += fmt.Sprintf(" (HTTP %d)", e.HTTPStatus)
	}
	return text
}

// Unwrap returns context.Canceled or context.DeadlineExceeded if one of them
// ended the call. Other causes are not exposed: their texts can hold addresses
// with credentials.
func (e *Error) Unwrap() error { return e.cause }

// ActionName is "service.action", or "sign-in" before an action was chosen.
func (e *Error) ActionName() string {
	if e.Service == "" {
		return "sign-in"
	}
	return e.Service + "." + e.Action
}

// FailureOf returns the failure of an error of this package, or "".
func FailureOf(err error) Failure {
	if failed, ok := errors.AsType[*Error](err); ok {
		return failed.Failure
	}
	return ""
}

// exception is the API's error object.
type exception struct {
	ObjectType string        `json:"objectType"`
	Code       exceptionCode `json:"code"`
	Args       exceptionArgs `json:"args"`
}

const exceptionType = "KalturaAPIException"

// exceptionCode is "" for anything but text and numbers, so that an error with
// an invalid code is still an error.
type exceptionCode string

// UnmarshalJSON implements json.Unmarshaler.
func (c *exceptionCode) UnmarshalJSON(data []byte) error {
	var text lenientString
	if text.UnmarshalJSON(data) == nil {
		*c = exceptionCode(text)
	}
	return nil
}

// exceptionArgs holds the arguments that the client uses. The API sends an
// object, or a list if there are none.
type exceptionArgs struct{ KSID, ID string }

// UnmarshalJSON implements json.Unmarshaler. A list or any other form means no
// arguments.
func (a *exceptionArgs) UnmarshalJSON(data []byte) error {
	var args struct{ KSID, ID exceptionCode }
	if decodeJSON(data, &args) == nil {
		a.KSID, a.ID = string(args.KSID), string(args.ID)
	}
	return nil
}

// codePattern and maxCodeLength describe the API's codes. Other text could
// contain terminal escapes or a secret. A length in the pattern would make it
// take ten times as long to compile, at every start.
var codePattern = regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`)

const maxCodeLength = 64

// digitsPattern matches more digits than a code has: a secret that a server
// returns in capitals.
var digitsPattern = regexp.MustCompile(`[0-9].*[0-9].*[0-9].*[0-9]`)

func (e exception) safeCode(sent apiParams) string {
	if len(e.Code) <= maxCodeLength && codePattern.MatchString(string(e.Code)) && !digitsPattern.MatchString(string(e.Code)) && !sent.repeatedIn(string(e.Code)) {
		return string(e.Code)
	}
	return "(not shown)"
}

// failure maps the code to a failure. The API reports why it rejected a KS in
// KSID (wire cases partner_getInfo_expired_ks_json and
// session_end_then_getInfo).
func (e exception) failure(action apiAction, overTLS bool) Failure {
	code := string(e.Code)
	switch {
	case code == "INVALID_KS":
		if reason, known := failureByKSID[e.Args.KSID]; known {
			return reason
		}
		return KSInvalid
	case code == "INVALID_OBJECT_ID" && e.Args.ID == "N/A":
		// The role of a KS created without session.start (wire case
		// setrole_unknown).
		return UnknownRole
	case code == "INVALID_OBJECT_ID" && action.service == "userRole":
		return RoleGone
	case code == "APP_TOKEN_ID_NOT_FOUND" && action.name != "startSession":
		return AppTokenGone
	case code == "INVALID_FIELD_VALUE" && action.service == "appToken":
		return UserIDInvalid // no other field is checked (wire case appToken_add_user_bad_char)
	case code == "INVALID_PARTNER_ID":
		return invalidPartner(action)
	case code == "SERVICE_ACCESS_CONTROL_RESTRICTED" && !overTLS:
		return HTTPSRequired
	case strings.HasPrefix(code, "INTERNAL_"):
		return ServerTrouble
	}
	if failure, known := failureByCode[code]; known {
		return failure
	}
	return APIRefused
}

// invalidPartner returns the failure for an invalid account in the action's
// parameters.
func invalidPartner(apiAction apiAction) Failure {
	switch apiAction.service + "." + apiAction.name {
	case "partner.get":
		return AccountNotReachable
	case "session.impersonate":
		return ImpersonationRefused
	case "user.loginByLoginId":
		return PasswordRefused
	}
	return UnknownAccount
}

var failureByKSID = map[string]Failure{
	"EXPIRED":                 KSExpired,
	"LOGOUT":                  KSRevoked,
	"EXCEEDED_ACTIONS_LIMIT":  KSUsedUp,
	"EXCEEDED_RESTRICTED_IP":  KSRestricted,
	"EXCEEDED_RESTRICTED_URI": KSRestricted,
}

var failureByCode = map[string]Failure{
	"SERVICE_FORBIDDEN":                 ActionForbidden,
	"ACCESS_UNAUTHORIZED":               ActionForbidden,
	"MISSING_KS":                        ActionForbidden,
	"SERVICE_FORBIDDEN_CONTENT_BLOCKED": AccountBlocked,
	"SERVICE_ACCESS_CONTROL_RESTRICTED": AddressRefused,
	"ACTION_BLOCKED":                    ActionBlocked,
	"SERVICE_DOES_NOT_EXISTS":           ActionMissing,
	"ACTION_DOES_NOT_EXISTS":            ActionMissing,
	"START_SESSION_ERROR":               ImpersonationRefused,
	"UNKNOWN_ROLE_ID":                   UnknownRole,
	"USER_BLOCKED":                      UserBlocked,
	"INVALID_WIDGET_ID":                 UnknownAccount,
	"USER_WRONG_PASSWORD":               PasswordRefused,
	// Servers without the strict error map reveal why a login failed.
	"USER_NOT_FOUND":         PasswordRefused,
	"LOGIN_BLOCKED":          PasswordRefused,
	"LOGIN_RETRIES_EXCEEDED": PasswordRefused,
	"USER_IS_BLOCKED":        PasswordRefused,
	"PASSWORD_EXPIRED":       PasswordExpired,
	"DIRECT_LOGIN_BLOCKED":   PasswordLoginDisabled,
	"MISSING_OTP":            OTPMissing,
	"INVALID_OTP":            OTPRefused,
	"APP_TOKEN_ID_NOT_FOUND": AppTokenUnknown,
	"APP_TOKEN_NOT_ACTIVE":   AppTokenInactive,
	"APP_TOKEN_EXPIRED":      AppTokenExpired,
	"INVALID_APP_TOKEN_HASH": AppTokenRefused,

	"ROLE_NAME_ALREADY_EXISTS":   RoleNameTaken,
	"SYSTEM_NAME_ALREADY_EXISTS": RoleSystemNameTaken,
	"PERMISSION_NOT_FOUND":       PermissionUnknown,
	"ROLE_IS_BEING_USED":         RoleInUse,
}

// contextFailure distinguishes a canceled call from one that exceeded its own
// deadline.
func contextFailure(ctx context.Context) (Failure, error) {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return TimedOut, context.DeadlineExceeded
	}
	return Cancelled, context.Canceled
}

// ErrorOf returns the *Error in err, or nil.
func ErrorOf(err error) *Error {
	failed, _ := errors.AsType[*Error](err)
	return failed
}
