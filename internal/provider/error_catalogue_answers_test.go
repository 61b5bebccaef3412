// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var cataloguedOnTheWay = []catalogued{
	met(kaltura.Cancelled, "", "Kaltura Request Cancelled", "The run was cancelled", as(kalturatest.Acme)).cancelled(),
	met(kaltura.TimedOut, "", "Kaltura API Timed Out", "may need a longer request_timeout",
		faulty(kalturatest.Drop(kalturatest.Hang))).with("request_timeout", "1s"),
	met(kaltura.HostNotFound, "", "Kaltura Host Not Found", "DNS does not know the host of https://kaltura.example.com",
		lookedUp(dnsNoSuchName)),
	met(kaltura.DNSTrouble, "", "Kaltura Host Lookup Failed", "DNS gave no answer for the host of https://kaltura.example.com",
		lookedUp(dnsServerFailure)),
	met(kaltura.Unreachable, "", "Kaltura API Unreachable", "No server accepts connections at http://127.0.0.1:",
		func(t *testing.T) arguments { return elsewhere("http://" + closedPort(t)) }),
	met(kaltura.ConnectionLost, "before the answer", "Kaltura API Connection Lost", "  Attempts:    2",
		faulty(kalturatest.Drop(kalturatest.ResetUnprocessed))).with("max_retries", 1),
	met(kaltura.ConnectionLost, "in the answer", "Kaltura API Connection Lost", "was lost before the answer was complete", faulty(kalturatest.Drop(kalturatest.CloseInBody))),
	met(kaltura.ProxyRefused, "", "Proxy Refused the Connection", "list the host in NO_PROXY",
		proxied(func(t *testing.T) string { return "http://user:canary@" + closedPort(t) })),
	met(kaltura.ProxyMalformed, "", "Malformed Proxy Address", "The environment variable HTTPS_PROXY does not hold a valid proxy address",
		proxied(func(*testing.T) string { return "http://user:canary%zz@proxy.example.com:3128" })),
	met(kaltura.ProxyTLSFailed, "", "TLS Connection to the Proxy Failed", "issued by an authority that this machine does not trust",
		proxied(func(t *testing.T) string { return kalturatest.NewTLSServer(t).URL })),
	met(kaltura.CertificateUntrusted, "", "Untrusted Kaltura Server Certificate", "a file named by KALTURA_CA_CERT_PEM_FILE",
		func(t *testing.T) arguments { return administrator(kalturatest.NewTLSServer(t), kalturatest.Acme) }),
	met(kaltura.CertificateWrongHost, "", "Kaltura Server Certificate Mismatch", "was issued for other host names", certified(kalturatest.WrongHostCertificate)),
	met(kaltura.CertificateExpired, "", "Kaltura Server Certificate Expired", "not valid at this time", certified(kalturatest.ExpiredCertificate)),
	met(kaltura.TLSFailed, "", "TLS Connection to Kaltura Failed", "The port may speak plain http",
		func(t *testing.T) arguments {
			return elsewhere(strings.Replace(kalturatest.NewServer(t).URL, "http://", "https://", 1))
		}),
}

var cataloguedAnswers = []catalogued{
	met(kaltura.Redirected, "", "Kaltura Service URL Redirects", "a redirect to https://new.example.com. Redirects are not followed",
		faulty(kalturatest.Redirect(http.StatusTemporaryRedirect, "https://new.example.com/api_v3/service/partner/action/getInfo?ks=canary"))),
	met(kaltura.Redirected, "to nowhere", "Kaltura Service URL Redirects", "a redirect to an address that is not shown",
		faulty(kalturatest.Redirect(http.StatusFound, "ftp://canary.example.com"))),
	met(kaltura.RateLimited, "", "Kaltura API Rate Limit Reached", "run with a lower -parallelism", faulty(kalturatest.AnswerStatus(http.StatusTooManyRequests))),
	met(kaltura.ServerTrouble, "HTTP 503", "Kaltura API Unavailable", "contact Kaltura support with the facts below", faulty(kalturatest.Unavailable())),
	met(kaltura.ServerTrouble, "database", "Kaltura API Unavailable", "  Error code:  INTERNAL_DATABASE_ERROR", faulty(kalturatest.DatabaseDown())),
	met(kaltura.HTTPRefused, "", "Unexpected HTTP Status from Kaltura", "answered with HTTP status 404", faulty(kalturatest.AnswerStatus(http.StatusNotFound))),
	met(kaltura.EmptyAnswer, "", "Not a Kaltura API: Empty Answer", "sent no content", faulty(kalturatest.AnswerEmpty(http.StatusOK))),
	met(kaltura.HTMLAnswer, "", "Not a Kaltura API: HTML Answer", "a web page instead of JSON", faulty(kalturatest.AnswerHTML())),
	met(kaltura.XMLAnswer, "", "Not a Kaltura API: XML Answer", "XML instead of JSON", faulty(kalturatest.AnswerXML())),
	met(kaltura.MalformedAnswer, "", "Not a Kaltura API: Unreadable Answer", "not valid JSON", faulty(kalturatest.AnswerJSON(`{"id":30000001,"adminSecret":"canary`))),
	met(kaltura.UnexpectedAnswer, "", "Unexpected Answer from Kaltura", "The API action partner.getInfo answered with JSON that does not have the expected structure",
		faulty(kalturatest.AnswerJSON(`["canary"]`))),
	met(kaltura.AnswerTooLarge, "", "Kaltura Answer Too Large", "more than partner.getInfo can return, such as more than 2,500 permissions", faulty(kalturatest.Fault{GiantBody: kaltura.MaxAnswerBytes + 1<<20})),
}

// elsewhere returns a provider block for an address without a stand-in.
func elsewhere(serviceURL string) arguments {
	return arguments{"service_url": serviceURL, "ks": "a-ks-that-cannot-be-read", "max_retries": 0}
}

// lookedUp makes the name lookup of the address end in a response code.
func lookedUp(code byte) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		answerNames(t, code)
		return elsewhere("https://kaltura.example.com")
	}
}

func proxied(address func(*testing.T) string) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		t.Setenv("HTTPS_PROXY", address(t))
		return elsewhere("https://kaltura.example.com")
	}
}

// certified starts a server with a trusted but wrong certificate.
func certified(kind kalturatest.CertificateKind) func(*testing.T) arguments {
	return func(t *testing.T) arguments {
		server := kalturatest.NewTLSServerWith(t, kind)
		return administrator(server, kalturatest.Acme).with("ca_cert_pem", server.CertificatePEM)
	}
}

// closedPort returns a local address where nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

// Response codes of DNS.
const (
	dnsServerFailure = 2
	dnsNoSuchName    = 3
)

// answerNames makes every name lookup of the process end in a response code,
// until the test ends.
func answerNames(t *testing.T, code byte) {
	t.Helper()
	server, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		query := make([]byte, 1500)
		for {
			length, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			query[2] |= 0x80 // an answer
			query[3] = code
			_, _ = server.WriteTo(query[:length], from) // the resolver retries
		}
	}()
	before := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = before
		if err := server.Close(); err != nil {
			t.Error(fmt.Errorf("closing the name server: %w", err))
		}
	})
}

var cataloguedRequests = []catalogued{
	met(kaltura.HTTPSRequired, "", "Kaltura Account Requires HTTPS", "Account 30000011 accepts requests over https only", as(kalturatest.HTTPSOnly)),
	met(kaltura.AddressRefused, "", "Kaltura Refuses This Address", "the IP address or country of this machine",
		func(t *testing.T) arguments {
			server := kalturatest.NewTLSServer(t)
			server.Inject(kalturatest.AnswerError("SERVICE_ACCESS_CONTROL_RESTRICTED", "canary"))
			return administrator(server, kalturatest.Acme).with("ca_cert_pem", server.CertificatePEM)
		}),
	met(kaltura.ActionForbidden, "role", "Kaltura Permission Missing", "The role of the session is not allowed to use partner.getInfo in account 30000001",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:UPLOAD_ONLY"})),
	met(kaltura.ActionForbidden, "user session", "Kaltura Permission Missing", "A plain user session has none of them", session(kalturatest.SessionOptions{})),
	met(kaltura.ActionForbidden, "list", "Kaltura Permission Missing", "child accounts requires ADMIN_PUBLISHER_MANAGE",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:INTEGRATION_ONLY_ROLE"})).reading("kaltura_accounts", nil),
	met(kaltura.ActionBlocked, "", "Kaltura API Rate Limit Reached", "The API blocked partner.getInfo in every attempt", faulty(kalturatest.RateLimited())),
	met(kaltura.ActionMissing, "", "Kaltura API Action Not Found", "does not know the API action partner.getInfo", refused("ACTION_DOES_NOT_EXISTS")),
	met(kaltura.SecretsNotVisible, "hidden by Kaltura", "Kaltura Account Secrets Not Visible", "Account 30000005 was read, but the API omitted its secrets",
		as(kalturatest.Hidden)),
	met(kaltura.SecretsNotVisible, "role", "Kaltura Account Secrets Not Visible", "lacks the permission INTEGRATION_BASE",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, UserID: kalturatest.Viewer.ID})),
	met(kaltura.SecretsNotVisible, "ephemeral", "Kaltura Account Secrets Not Visible", "use the data source kaltura_account",
		as(kalturatest.Hidden)).opening("kaltura_account_info", nil),
	met(kaltura.AccountNotReachable, "nobody's child", "Kaltura Account Not Reachable", "Account 30000016 is neither the signed-in account 30000001 nor one of its child accounts",
		as(kalturatest.Acme)).reading("kaltura_account_info", arguments{"partner_id": kalturatest.Foreign.ID}),
	met(kaltura.AccountNotReachable, "parent from its child", "Kaltura Account Not Reachable", "Account 30000002 is neither the signed-in account 30000003",
		as(kalturatest.UmbrellaNorth)).reading("kaltura_account", arguments{"partner_id": kalturatest.Umbrella.ID}),
	met(kaltura.AccountNotReachable, "ephemeral", "Kaltura Account Not Reachable", "Sign in to the account itself, for example with a provider alias",
		as(kalturatest.Umbrella)).opening("kaltura_account_info", arguments{"partner_id": kalturatest.Acme.ID}),
	met(kaltura.AnswerOfAnotherAccount, "", "Answer of Another Kaltura Account", "The provider asked for account 30000001, but the API answered with account 30000016",
		faulty(kalturatest.Fault{Mutate: func(body []byte) []byte {
			return bytes.ReplaceAll(body, []byte("30000001"), []byte("30000016"))
		}})),
	met(kaltura.AnswerOfAnotherAccount, "session", "Answer of Another Kaltura Account", "the API answered with account 30000002",
		faulty(kalturatest.AnswerJSON(`{"partnerId":"30000002","sessionType":"2","expiry":"1","userId":"","privileges":""}`).On("session", "get"))).
		reading("kaltura_current_session", nil),
	met(kaltura.UnknownRole, "session", "Unknown Kaltura Role", "names a role that does not exist in account 30000001",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:NO_SUCH_ROLE"})).reading("kaltura_current_session", nil),
	met(kaltura.TooManyAccounts, "", "Too Many Kaltura Accounts", "more than 10,000 child accounts",
		func(t *testing.T) arguments {
			server := kalturatest.NewServer(t)
			for page := range 41 {
				server.Inject(kalturatest.AnswerJSON(pageOfAccounts(40000000 + 500*page)))
			}
			return administrator(server, kalturatest.Umbrella)
		}).reading("kaltura_accounts", nil),
	met(kaltura.ListTooLong, "", "Kaltura List Too Long", "more than 10,000 objects, or too much text",
		func(t *testing.T) arguments { return administrator(withManyTokens(t), kalturatest.Acme) }).reading("kaltura_app_tokens", nil),
	met(kaltura.ImpersonationRefused, "", "Kaltura Child Session Refused", "create a session of account 30000016. It must be a child",
		as(kalturatest.Umbrella)).at("partner_id").opening("kaltura_session", arguments{"partner_id": kalturatest.Foreign.ID}),
	met(kaltura.UnknownRole, "", "Unknown Kaltura Role", "names a role that does not exist in account 30000001",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession, Privileges: "setrole:NO_SUCH_ROLE"})),
	met(kaltura.CannotCreateSession, "", "Cannot Create a Kaltura Session", "a KS cannot create another one",
		session(kalturatest.SessionOptions{Type: kalturatest.AdminSession})).because(kaltura.ReasonGivenKS).opening("kaltura_session", nil),
	met(kaltura.CannotCreateSession, "", "Cannot Create a Kaltura Session", "the parent's Administrator Secret (admin_secret, KALTURA_ADMIN_SECRET)",
		appToken(kalturatest.TokenSHA256)).because(kaltura.ReasonChildRequiresAdminSecret).at("partner_id").opening("kaltura_session", arguments{"partner_id": kalturatest.UmbrellaNorth.ID}),
	met(kaltura.CannotCreateSession, "", "Cannot Create a Kaltura Session", "a login decides the session's user and type",
		ownerLogin(kalturatest.Umbrella)).because(kaltura.ReasonLoginFixesUser).opening("kaltura_session", arguments{"type": "user"}),
	met(kaltura.APIRefused, "", "Kaltura API Error", "  Error code:  SOMETHING_NEW", refused("SOMETHING_NEW")),
}

// pageOfAccounts returns a full page of a longer list.
func pageOfAccounts(first int) string {
	var objects []string
	for id := first; id < first+500; id++ {
		objects = append(objects, fmt.Sprintf(`{"id":%d}`, id))
	}
	return `{"totalCount":999999,"objects":[` + strings.Join(objects, ",") + `]}`
}

// withManyTokens lists more app tokens than the provider reads.
func withManyTokens(t *testing.T) *kalturatest.Server {
	server := kalturatest.NewServer(t)
	for page := range 41 {
		var objects []string
		for id := range 500 {
			objects = append(objects, fmt.Sprintf(`{"id":"0_%08d","createdAt":%d}`, 500*page+id, 1700000000+page))
		}
		server.Inject(kalturatest.AnswerJSON(`{"totalCount":20500,"objects":[`+strings.Join(objects, ",")+`]}`).On("appToken", "list"))
	}
	return server
}
