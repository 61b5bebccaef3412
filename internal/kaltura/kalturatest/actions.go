// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"slices"
	"strings"
)

// action is one API action: what it takes, who may call it, what it does.
type action struct {
	service string
	name    string
	params  []param
	anyOf   []string // permissions; none: allowed for whoever gets this far
	needsKS bool
	strict  bool // subject to the strict error map
	run     func(*call) (any, error)
}

// param is a declared parameter that the server checks before the action runs.
type param struct {
	name     string
	required bool
	enum     string
	values   []string
}

var (
	sessionType = param{name: "type", enum: "KalturaSessionType", values: []string{"0", "2"}}
	readPartner = []string{integrationBase, "ADMIN_BASE", "ACCOUNT_BASE", "KMC_READ_ONLY"}
	seePartners = []string{"ADMIN_PUBLISHER_MANAGE"}
	seeSessions = []string{"SESSION_READ_PERMISSION", "KMC_ACCESS", "KMC_READ_ONLY"}
)

func must(name string) param { return param{name: name, required: true} }
func may(name string) param  { return param{name: name} }

var actions = map[string]map[string]*action{}

func init() {
	for _, a := range []*action{
		{
			service: "session", name: "start", run: startSession,
			params: []param{must("secret"), may("userId"), sessionType, may("privileges")},
		},
		{service: "session", name: "end", run: endSession},
		{service: "session", name: "get", run: getSession, anyOf: seeSessions, needsKS: true},
		{service: "session", name: "startWidgetSession", run: startWidgetSession, params: []param{must("widgetId")}},
		{
			service: "session", name: "impersonate", run: impersonate,
			params: []param{must("secret"), must("impersonatedPartnerId"), may("userId"), sessionType, may("privileges")},
		},
		{service: "partner", name: "getInfo", run: getPartnerInfo, anyOf: readPartner, needsKS: true},
		{service: "partner", name: "get", run: getPartner, anyOf: seePartners, needsKS: true},
		{service: "partner", name: "list", run: listPartners, anyOf: seePartners, needsKS: true},
		{
			service: "user", name: "loginByLoginId", run: loginByLoginID, strict: true,
			params: []param{must("loginId"), must("password"), may("privileges"), may("otp")},
		},
		{
			service: "user", name: "login", run: loginUser,
			params: []param{must("partnerId"), must("userId"), must("password"), may("privileges")},
		},
		{
			service: "appToken", name: "startSession", run: startAppTokenSession, needsKS: true,
			params: []param{must("id"), must("tokenHash"), may("userId"), sessionType, may("sessionPrivileges")},
		},
		{
			service: "appToken", name: "add", run: addAppToken, anyOf: []string{"APP_TOKEN_ADD"}, needsKS: true,
			params: []param{must("appToken")},
		},
		{
			service: "appToken", name: "delete", run: deleteAppToken, anyOf: []string{"APP_TOKEN_DELETE"}, needsKS: true,
			params: []param{must("id")},
		},
		{service: "permission", name: "getCurrentPermissions", run: getCurrentPermissions, needsKS: true},
		{service: "system", name: "ping", run: func(*call) (any, error) { return true, nil }},
		{service: "system", name: "getTime", run: func(c *call) (any, error) { return c.now.Unix(), nil }},
		{service: "system", name: "getVersion", run: func(*call) (any, error) { return "Venus-22.19.0", nil }},
	} {
		register(a)
	}
}

func register(a *action) {
	service := strings.ToLower(a.service)
	if actions[service] == nil {
		actions[service] = map[string]*action{}
	}
	actions[service][strings.ToLower(a.name)] = a
}

// findAction ignores letter case (`session_start_service_case`).
func findAction(service, name string) (*action, error) {
	known := actions[strings.ToLower(service)]
	if known == nil {
		return nil, newError("SERVICE_DOES_NOT_EXISTS", fmt.Sprintf(`Service "%s" does not exists`, service), "SRV_NAME", service)
	}
	a := known[strings.ToLower(name)]
	if a == nil {
		return nil, newError("ACTION_DOES_NOT_EXISTS",
			fmt.Sprintf(`Action "%s" does not exists for service "%s"`, name, service),
			"ACTION_NAME", name, "SERVICE_NAME", service)
	}
	return a, nil
}

// checkParams: `session_start_secret_missing_form`, `session_start_type_1`,
// `session_start_cold_invalid_xml_char`. A JSON null is not missing
// (`session_start_secret_null_json`).
func (c *call) checkParams(a *action) error {
	for _, p := range a.params {
		if p.required && !c.params.has(p.name) {
			return missingParameter(p.name)
		}
		if err := p.check(c.params); err != nil {
			return err
		}
	}
	return nil
}

func (p param) check(given params) error {
	value := given.text(p.name)
	if strings.ContainsFunc(value, notXML) {
		return newError("INVALID_PARAMETER_CHAR", fmt.Sprintf(`Invalid char in "%s" field`, p.name), "XML_FIELD", p.name)
	}
	if p.enum != "" && value != "" && !slices.Contains(p.values, value) {
		return invalidEnum(value, p.name, p.enum)
	}
	return nil
}

func notXML(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r'
}
