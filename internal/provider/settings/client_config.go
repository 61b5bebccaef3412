// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// clientConfig converts the settings to the client's configuration without
// credentials. It reports all errors, and skips unknown settings.
func clientConfig(resolved resolvedSettings) (kaltura.Config, diag.Diagnostics) {
	var diags diag.Diagnostics
	config := kaltura.Config{MaxRetries: kaltura.DefaultMaxRetries}
	readServiceURL(kaltura.DefaultServiceURL, &config)
	for _, s := range table {
		value := resolved[s.attribute]
		if value.text == "" || s.read == nil {
			continue
		}
		if fault := s.read(value.text, &config); fault != "" {
			value.fail(&diags, "The value of "+value.place()+" "+fault)
		}
	}
	insecure := resolved["allow_insecure_http"]
	if kaltura.SendsInClear(config.ServiceURL) && !insecure.isTrue() && insecure.origin != notYetKnown {
		url := resolved["service_url"]
		url.failAs(&diags, "Insecure Kaltura Service URL", "The service URL in "+url.place()+
			" starts with http://, so the session and the account's secrets would cross the network unencrypted. "+
			"Use https://. For a server that does not support TLS, on a network where nobody else can listen, set allow_insecure_http = true "+
			"(environment variable "+insecure.variable()+").")
	}
	return config, diags
}

var widgetID = regexp.MustCompile(`^_[0-9]+$`)

func readPartnerID(text string, _ *kaltura.Config) string {
	id, err := strconv.ParseInt(text, 10, 64)
	switch {
	case id > kaltura.MaxPartnerID: // also if the number is too long to parse
		return "is larger than any partner ID. If it ends in 00 it may be the sub partner ID: omit the two zeros."
	case widgetID.MatchString(text):
		return "is the ID of the account's widget. The partner ID is the number after the underscore."
	case err != nil:
		return "is not a whole number. KMC shows the partner ID under Settings > Integrations > Account info."
	case id < 1:
		return "is 0 or negative. Such partner IDs belong to the Kaltura platform itself (-2 is its admin " +
			"console), not to an account that the provider can read. KMC shows the partner ID under Settings > Integrations > Account info."
	}
	return ""
}

func readServiceURL(text string, config *kaltura.Config) string {
	address, err := kaltura.ParseServiceURL(text)
	if err != nil {
		return fmt.Sprintf("cannot be used: %s. Set only the address of the API host, such as %s.", err, kaltura.DefaultServiceURL)
	}
	config.ServiceURL = address
	return ""
}

func readCertificates(text string, config *kaltura.Config) string {
	roots, err := kaltura.ParseCertificates(text)
	if err != nil {
		return fmt.Sprintf("cannot be used: %s. Set the text of each certificate, from -----BEGIN CERTIFICATE----- to "+
			`-----END CERTIFICATE-----, not the name of a file; in a configuration, read the file with file("ca.pem").`, err)
	}
	config.RootCAs = roots
	return ""
}

func readRequestTimeout(text string, config *kaltura.Config) string {
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout < time.Second || timeout > time.Hour {
		return `must be a duration from one second to one hour: a number with a unit, such as "30s" or "2m".`
	}
	config.RequestTimeout = timeout
	return ""
}

// mostRetries is the maximum of max_retries.
const mostRetries = 10

func readMaxRetries(text string, config *kaltura.Config) string {
	retries, err := strconv.Atoi(text)
	if err != nil || retries < 0 || retries > mostRetries {
		return fmt.Sprintf("must be a whole number from 0 to %d.", mostRetries)
	}
	config.MaxRetries = retries
	return ""
}

func readBool(text string, _ *kaltura.Config) string {
	if _, err := strconv.ParseBool(text); err != nil {
		return "must be true or false."
	}
	return ""
}

func readHashType(text string, _ *kaltura.Config) string {
	if slices.Contains(kaltura.HashTypes, kaltura.HashType(strings.ToUpper(text))) {
		return ""
	}
	return "must be SHA256, SHA1, SHA512 or MD5. If it is omitted, the provider tries each of them."
}

// The value of an app token must not be sent as an ID.
var (
	appTokenValue = regexp.MustCompile(`^[0-9A-Fa-f]{32}$`)
	appTokenID    = regexp.MustCompile(`^[0-9]+_[A-Za-z0-9]{8}$`)
)

func readAppTokenID(text string, _ *kaltura.Config) string {
	if appTokenValue.MatchString(text) {
		return "looks like the value of an app token. Set the ID, such as 0_a1b2c3d4; the value belongs in app_token."
	}
	return ""
}

func readAppToken(text string, _ *kaltura.Config) string {
	if appTokenID.MatchString(text) {
		return "looks like the ID of an app token. Set the value; the ID belongs in app_token_id."
	}
	return ""
}
