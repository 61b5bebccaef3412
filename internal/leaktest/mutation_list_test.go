// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package leaktest

import "slices"

// The session of a request, as an expression in kaltura.Client.attempt and post.
const itsSession = `func() string { ks, _ := with["ks"].(string); return ks }()`

// mutations are the protections, each taken out by itself.
var mutations = []mutation{
	// Logs and messages.
	{"log line with the session", []change{{
		"internal/kaltura/attempt.go",
		"RequestID: failed.RequestID, Duration:", "RequestID: " + itsSession + ", Duration:",
	}}, reading(byAdminSecret, readAccountInfo), "log"},
	{"message of the API shown", []change{
		{"internal/kaltura/error.go", "\tArgs       exceptionArgs ", "\tMessage string\n\tArgs       exceptionArgs "},
		{"internal/kaltura/attempt.go", "outcome.Code = thrown.safeCode(with)", "outcome.Code = thrown.Message"},
	}, failing("message and arguments"), "standard error"},
	{"any error code shown", []change{{
		"internal/kaltura/error.go", `return "(not shown)"`, "return string(e.Code)",
	}}, failing("code"), "standard error"},
	{"error code shown that repeats the request", []change{{
		"internal/kaltura/error.go", " && !digitsPattern.MatchString(string(e.Code)) && !sent.repeatedIn(string(e.Code))", "",
	}}, failing("code that repeats the password"), "standard error"},
	{"any request ID shown", []change{{
		"internal/kaltura/attempt.go", "if len(id) <= maxRequestIDLength && requestIDPattern.MatchString(id) {", `if id != "" {`,
	}}, failing("request ID"), "standard error"},
	{"unreadable answer shown", []change{{
		"internal/kaltura/wire.go", "return nil, answerFailure(body)\n", "return nil, answerFailure(body) + Failure(body)\n",
	}}, failing("secret of another type"), "log"},
	{"query of a redirect shown", []change{{
		"internal/kaltura/attempt.go", "Path: path}", "Path: path, RawQuery: target.RawQuery}",
	}}, failing("redirect 302"), "standard error"},
	{"refused credential shown", []change{{
		"internal/provider/resolved_settings.go", `"The value of "+value.place()+" "+fault`, `value.text+value.place()+" "+fault`,
	}}, failing("quotation marks"), "standard error"},
	{"refused service URL shown", []change{{
		"internal/kaltura/service_url.go", "return nil, ErrServiceURLUserinfo", "return nil, errors.New(text)",
	}}, failing("secret in the service URL"), "standard error"},
	{"secret formatted", append(slices.Clone(crash), change{
		"internal/kaltura/secret.go", "fmt.Fprint(state, redacted)", "fmt.Fprint(state, s.Reveal())",
	}), reading(byAdminSecret, readAccountInfo), "log"},

	// On the wire.
	{"session in the URL", []change{{
		"internal/kaltura/attempt.go", `"/action/"+what.name,`, `"/action/"+what.name+"?ks="+` + itsSession + ",",
	}}, reading(byKS, readAccountInfo), "request URL"},
	{"session in a header", []change{{
		"internal/kaltura/attempt.go", `"User-Agent", c.config.UserAgent)`, `"User-Agent", c.config.UserAgent+` + itsSession + ")",
	}}, reading(byLogin, readAccountInfo), "request header"},
	{"app token sent", []change{{
		"internal/kaltura/sign_in_app_token.go", `"id": s.ID}`, `"id": s.ID, "token": s.Token.Reveal()}`,
	}}, reading(byAppToken, readAccountInfo), "body of appToken.startSession"},
	{"redirects followed", []change{{
		"internal/kaltura/attempt.go", "c.http.RoundTrip(request)", "(&http.Client{Transport: c.http}).Do(request)",
	}}, failing("redirect 307"), "request to another host"},
	{"any certificate accepted", []change{{
		"internal/kaltura/transport.go", "tls.VersionTLS12,", "tls.VersionTLS12, InsecureSkipVerify: true,",
	}}, failing("certificate"), "request to another host"},
	{"plain HTTP allowed", []change{{
		"internal/kaltura/service_url.go", "return ip == nil || !ip.IsLoopback()", "return ip != nil && ip.IsLoopback()",
	}}, failing("plain HTTP"), "request to another host"},
	{"all fields asked for", []change{{
		"internal/kaltura/account_info.go", `with := params{"responseProfile": `, `with := params{"unknown": `,
	}}, reading(byAdminSecret, readSecretFree(byAdminSecret)), "answer of partner.get"},

	// Kept.
	{"secret in a secret-free object", []change{{
		"internal/kaltura/account.go",
		"Name               *lenientString `json:\"name\"`", "Name               *lenientString `json:\"adminSecret\"`",
	}}, reading(byAdminSecret, readSecretFree(byAdminSecret)), "state"},
	{"secret not marked sensitive", []change{{
		"internal/provider/account_info_data_source.go",
		`"admin_secret": schema.StringAttribute{
				Computed: true, Sensitive: true,`,
		`"admin_secret": schema.StringAttribute{
				Computed: true,`,
	}}, reading(byAdminSecret, readAccountInfo), "standard output"},
	{"session in a temporary file", []change{
		{"internal/provider/session_ephemeral_resource.go", `"strconv"`, "\"os\"\n\t\"strconv\""},
		{
			"internal/provider/session_ephemeral_resource.go",
			"model.set(session)\n", "model.set(session)\n\tos.WriteFile(os.TempDir()+\"/ks\", []byte(session.KS.Reveal()), 0o600)\n",
		},
	}, reading(byAppToken, readSecretFree(byAppToken)), "temporary file"},
}
