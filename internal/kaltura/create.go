// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

// What a request may have created, with CreationUncertain.
const (
	ReasonRole     = "role"
	ReasonAppToken = "app token"
)

// unsent are the failures that leave no doubt: the server did not take the
// request, so that an action which creates may be sent again.
var unsent = map[Failure]bool{
	HostNotFound: true, DNSTrouble: true, Unreachable: true, ProxyRefused: true,
	CertificateUntrusted: true, CertificateWrongHost: true, CertificateExpired: true, TLSFailed: true,
	Redirected: true, RateLimited: true, HTTPRefused: true,
}

// mayHaveCreated reports whether the server may have done what it was asked,
// though no success came back: everything but a refusal by the API, which has
// a code, and what never reached it. An API error INTERNAL_… is no refusal.
func (a apiAction) mayHaveCreated(failed *Error) bool {
	refused := failed.Code != "" && failed.Failure != ServerTrouble
	return a.creates != "" && !refused && !unsent[failed.Failure]
}

// uncertain turns the failure of a request that creates into CreationUncertain.
func (a apiAction) uncertain(failed *Error) *Error {
	failed.Behind, failed.Failure, failed.Reason = failed.Failure, CreationUncertain, a.creates
	return failed
}

// changed is what an update has to send: values that differ, and name__null for
// those that are no longer there (wire case
// appToken_update_description_null_suffix).
func changed(from, to apiParams) apiParams {
	change := apiParams{}
	for name, value := range to {
		if from[name] != value {
			change[name] = value
		}
	}
	for name := range from {
		if _, stays := to[name]; !stays {
			change[name+"__null"] = ""
		}
	}
	return change
}
