// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// clientConfig reads the settings into what the client needs besides its
// credentials. Every problem found is reported, not only the first. Settings
// that are not known yet are passed over.
func clientConfig(resolved resolvedSettings) (kaltura.Config, diag.Diagnostics) {
	var diags diag.Diagnostics
	config := kaltura.Config{MaxRetries: kaltura.DefaultMaxRetries}
	checkPartnerID(resolved["partner_id"], &diags)
	readServiceURL(resolved, &config, &diags)
	readCertificates(resolved["ca_cert_pem"], &config, &diags)
	readRequestTimeout(resolved["request_timeout"], &config, &diags)
	readMaxRetries(resolved["max_retries"], &config, &diags)
	checkHashType(resolved["app_token_hash_type"], &diags)
	return config, diags
}

func checkPartnerID(value resolvedSetting, diags *diag.Diagnostics) {
	if value.text == "" {
		return
	}
	id, err := strconv.ParseInt(value.text, 10, 64)
	switch {
	case id > kaltura.MaxPartnerID: // also where the number is too long to be read
		value.fail(diags, "The partner ID in "+value.place()+
			" is larger than any partner ID. If it ends in 00 it may be the sub partner ID: leave the two zeros out.")
	case err == nil && id < 1:
		value.fail(diags, "The partner ID in "+value.place()+" is 0 or negative. Such IDs are those of the Kaltura platform "+
			"itself on its own server (-2 is its admin console), not of an account that the provider could read. "+
			"Give the ID that KMC shows under Settings > Integrations > Account info.")
	case err != nil:
		value.fail(diags, "The partner ID in "+value.place()+
			" is not a whole number. KMC shows it under Settings > Integrations > Account info.")
	}
}

func readServiceURL(resolved resolvedSettings, config *kaltura.Config, diags *diag.Diagnostics) {
	value := resolved["service_url"]
	text := value.text
	if text == "" {
		text = kaltura.DefaultServiceURL
	}
	address, err := kaltura.ParseServiceURL(text)
	if err != nil {
		value.fail(diags, fmt.Sprintf(
			"The service URL in %s cannot be used: %s. Give the address of the API host alone, such as %s.",
			value.place(), err, kaltura.DefaultServiceURL))
		return
	}
	config.ServiceURL = address

	insecure := resolved["allow_insecure_http"]
	allowed := false
	if insecure.text != "" {
		if allowed, err = strconv.ParseBool(insecure.text); err != nil {
			insecure.fail(diags, "The value of "+insecure.place()+" is neither true nor false.")
			return
		}
	}
	if kaltura.SendsInClear(address) && !allowed && insecure.origin != notYetKnown {
		value.failAs(diags, "Insecure Kaltura Service URL", "The service URL in "+value.place()+
			" starts with http://, so the session and the account's secrets would cross the network unencrypted. "+
			"Use https://. For a server that cannot do TLS, on a network where nobody else can listen in, set allow_insecure_http = true "+
			"(environment variable "+insecure.variable+").")
	}
}

func readCertificates(value resolvedSetting, config *kaltura.Config, diags *diag.Diagnostics) {
	if value.text == "" {
		return
	}
	roots, err := kaltura.ParseCertificates(value.text)
	if err != nil {
		value.fail(diags, fmt.Sprintf("The value of %s cannot be used: %s. It takes the text of "+
			"each certificate, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and not the name of a file; "+
			`in a configuration, read the file with file("ca.pem").`, value.place(), err))
		return
	}
	config.RootCAs = roots
}

func readRequestTimeout(value resolvedSetting, config *kaltura.Config, diags *diag.Diagnostics) {
	if value.text == "" {
		return
	}
	timeout, err := time.ParseDuration(value.text)
	if err != nil || timeout < time.Second || timeout > time.Hour {
		value.fail(diags, "The value of "+value.place()+
			` is not a duration between one second and one hour. Write a number with a unit, such as "30s" or "2m".`)
		return
	}
	config.RequestTimeout = timeout
}

func readMaxRetries(value resolvedSetting, config *kaltura.Config, diags *diag.Diagnostics) {
	if value.text == "" {
		return
	}
	retries, err := strconv.Atoi(value.text)
	if err != nil || retries < 0 || retries > 10 {
		value.fail(diags, "The value of "+value.place()+
			" is not a whole number from 0 to 10.")
		return
	}
	config.MaxRetries = retries
}

func checkHashType(value resolvedSetting, diags *diag.Diagnostics) {
	if value.text == "" {
		return
	}
	for _, known := range kaltura.HashTypes {
		if strings.EqualFold(string(known), value.text) {
			return
		}
	}
	value.fail(diags, "The value of "+value.place()+
		" is none of SHA256, SHA1, SHA512 and MD5. Leave it out and the provider finds the hash type by trying.")
}
