// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

// What a request may have created, for CreationUncertain.
const (
	ReasonRole     = "role"
	ReasonAppToken = "app token"
)

// unsent are the failures that prove that the server did not process the
// request, so that an action that creates may be retried.
var unsent = map[Failure]bool{
	HostNotFound: true, DNSTrouble: true, Unreachable: true, ProxyRefused: true,
	CertificateUntrusted: true, CertificateWrongHost: true, CertificateExpired: true, TLSFailed: true,
	Redirected: true, RateLimited: true, HTTPRefused: true,
}

// mayHaveCreated reports whether the server may have created the object although
// the request failed: unless it is unsent, or the API rejected it with a code.
// An API error INTERNAL_… is not a rejection.
func (a apiAction) mayHaveCreated(failed *Error) bool {
	refused := failed.Code != "" && failed.Failure != ServerTrouble
	return a.creates != "" && !refused && !unsent[failed.Failure]
}

// uncertain turns the failure of a request that creates into CreationUncertain.
func (a apiAction) uncertain(failed *Error) *Error {
	failed.Behind, failed.Failure, failed.Reason = failed.Failure, CreationUncertain, a.creates
	return failed
}

// changed returns the parameters of an update: changed values, and name__null
// for removed ones (wire case appToken_update_description_null_suffix).
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
