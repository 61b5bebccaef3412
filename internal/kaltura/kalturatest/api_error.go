// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"errors"
	"fmt"
)

// APIError is a KalturaAPIException. Most are sent with HTTP status 200.
type APIError struct {
	Code    string
	Message string
	Args    []ErrorArg // `[]` on the wire when empty, an object otherwise
}

// ErrorArg is one named argument of an APIError.
type ErrorArg struct{ Name, Value string }

// Error makes APIError an error.
func (e *APIError) Error() string { return e.Code + ": " + e.Message }

// newError takes the arguments as name, value, name, value.
func newError(code, message string, args ...string) *APIError {
	e := &APIError{Code: code, Message: message}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args = append(e.Args, ErrorArg{args[i], args[i+1]})
	}
	return e
}

// invalidKS: the second argument is the reason, or the whole KS where it could
// not be decoded (`partner_getInfo_garbage_ks_form`).
func invalidKS(reason string) *APIError {
	return newError("INVALID_KS", fmt.Sprintf(`Invalid KS "%s", Error "-1,INVALID_STR"`, reason),
		"KSID", reason, "ERR_CODE", "-1", "ERR_DESC", "INVALID_STR")
}

func missingParameter(name string) *APIError {
	return newError("MISSING_MANDATORY_PARAMETER", fmt.Sprintf(`Missing parameter "%s"`, name), "PARAM_NAME", name)
}

func invalidEnum(value, name, enum string) *APIError {
	return newError("INVALID_ENUM_VALUE",
		fmt.Sprintf(`Invalid enumeration value "%s" for parameter "%s", expecting enumeration type "%s"`, value, name, enum),
		"ENUM_VAL", value, "PARAM_NAME", name, "ENUM_TYPE", enum)
}

func invalidPartnerID(id string) *APIError {
	return newError("INVALID_PARTNER_ID", fmt.Sprintf(`Invalid partner id "%s"`, id), "PID", id)
}

func startSessionError(partnerID string) *APIError {
	return newError("START_SESSION_ERROR", fmt.Sprintf("Error while starting session for partner [%s]", partnerID), "PID", partnerID)
}

func partnerBlocked() *APIError {
	return newError("SERVICE_FORBIDDEN_CONTENT_BLOCKED",
		"The access to this service is forbidden since the specified partner is blocked")
}

func userWrongPassword() *APIError {
	return newError("USER_WRONG_PASSWORD", "Wrong password supplied")
}

// strictCodes are the errors that user.loginByLoginId does not hide; all others
// become USER_WRONG_PASSWORD (`user_loginByLoginId_missing_password`).
var strictCodes = map[string]bool{
	"USER_WRONG_PASSWORD": true, "PASSWORD_EXPIRED": true, "MISSING_OTP": true,
	"INVALID_OTP": true, "DIRECT_LOGIN_BLOCKED": true,
}

func strictError(err error) error {
	if e := (*APIError)(nil); errors.As(err, &e) && strictCodes[e.Code] {
		return e
	}
	return userWrongPassword()
}
