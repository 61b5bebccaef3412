// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

const (
	testClientTag = "terraform-provider-kaltura:test"
	testUserAgent = "terraform-provider-kaltura/test"
)

// quickWaits keep the order of the real waits and delay no test.
var quickWaits = kaltura.RetryWaits{
	First: time.Millisecond, Longest: 2 * time.Millisecond, Blocked: 3 * time.Millisecond, RetryAfterCap: 5 * time.Millisecond, Settle: 200 * time.Millisecond,
}

// configOf returns a Config that signs in to Acme at an address.
func configOf(t testing.TB, serviceURL string) kaltura.Config {
	t.Helper()
	address, err := kaltura.ParseServiceURL(serviceURL)
	if err != nil {
		t.Fatal(err)
	}
	return kaltura.Config{
		ServiceURL: address, Credentials: adminOf(kalturatest.Acme), ClientTag: testClientTag, UserAgent: testUserAgent,
		MaxRetries: 3, RequestTimeout: 10 * time.Second,
	}
}

// newClient returns a client with quick retries. change may adjust its Config.
func newClient(t testing.TB, serviceURL string, credentials kaltura.Credentials, change ...func(*kaltura.Config)) *kaltura.Client {
	t.Helper()
	config := configOf(t, serviceURL)
	config.Credentials = credentials
	for _, adjust := range change {
		adjust(&config)
	}
	client, err := kaltura.New(config)
	if err != nil {
		t.Fatal(err)
	}
	client.SetRetryWaits(quickWaits)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

// start starts a stand-in with the faults, and a client for it.
func start(t testing.TB, credentials kaltura.Credentials, faults ...kalturatest.Fault) (*kalturatest.Server, *kaltura.Client) {
	t.Helper()
	server := kalturatest.NewServer(t)
	for _, fault := range faults {
		server.Inject(fault)
	}
	return server, newClient(t, server.URL, credentials)
}

func withTimeout(timeout time.Duration) func(*kaltura.Config) {
	return func(c *kaltura.Config) { c.RequestTimeout = timeout }
}

func withRetries(n int) func(*kaltura.Config) {
	return func(c *kaltura.Config) { c.MaxRetries = n }
}

func withClock(now func() time.Time) func(*kaltura.Config) {
	return func(c *kaltura.Config) { c.Now = now }
}

// adminOf signs in with an account's administrator secret.
func adminOf(account kalturatest.Account) kaltura.AdminSecret {
	return kaltura.AdminSecret{PartnerID: account.ID, Secret: kaltura.NewSecret(account.AdminSecret)}
}

// tokenOf signs in with one of Acme's app tokens and its hash type.
func tokenOf(token kalturatest.AppToken) kaltura.AppToken {
	return kaltura.AppToken{
		PartnerID: kalturatest.Acme.ID, ID: token.ID, Token: kaltura.NewSecret(token.Token),
		HashType: kaltura.HashType(token.HashType),
	}
}

// loginOf signs in as one of Acme's users.
func loginOf(user kalturatest.User) kaltura.Login {
	return kaltura.Login{PartnerID: kalturatest.Acme.ID, LoginID: user.LoginID, Password: kaltura.NewSecret(user.Password)}
}

// ownerOf signs in as the account's owner. Each fixture except Acme has one.
func ownerOf(account kalturatest.Account) kaltura.Login {
	return kaltura.Login{PartnerID: account.ID, LoginID: account.AdminEmail, Password: kaltura.NewSecret(kalturatest.OwnerPassword)}
}

func givenKS(ks string) kaltura.GivenKS { return kaltura.GivenKS{KS: kaltura.NewSecret(ks)} }

// wantFailure ends the test unless err is an *Error of the failure, or nil for
// "".
func wantFailure(t testing.TB, err error, want kaltura.Failure) *kaltura.Error {
	t.Helper()
	failed := kaltura.ErrorOf(err)
	if failed == nil && (err != nil || want != "") || failed != nil && failed.Failure != want {
		t.Fatalf("got error %v, want failure %q", err, want)
	}
	return failed
}

// readAcme fails unless it reads both secrets of Acme.
func readAcme(ctx context.Context, client *kaltura.Client) error {
	info, err := client.AccountInfo(ctx, 0)
	if err != nil {
		return err
	}
	return checkInfo(info, kalturatest.Acme)
}

// wantRead ends the test unless reading Acme ends with the failure, or succeeds
// for "".
func wantRead(t testing.TB, client *kaltura.Client, want kaltura.Failure) *kaltura.Error {
	t.Helper()
	return wantFailure(t, readAcme(t.Context(), client), want)
}

func wantAcme(t testing.TB, client *kaltura.Client) {
	t.Helper()
	wantRead(t, client, "")
}

// create creates a session and ends the test if it fails.
func create(t testing.TB, client *kaltura.Client, request kaltura.SessionRequest) kaltura.Session {
	t.Helper()
	session, err := client.CreateSession(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func checkInfo(info kaltura.AccountInfo, want kalturatest.Account) error {
	if info.PartnerID != want.ID || info.AdminSecret.Reveal() != want.AdminSecret || info.UserSecret.Reveal() != want.UserSecret {
		return errors.New("the answer is another account's")
	}
	return nil
}

// wantCount ends the test unless the server received this many requests for an
// action. "" counts all requests.
func wantCount(t testing.TB, server *kalturatest.Server, action string, want int) {
	t.Helper()
	service, name, _ := strings.Cut(action, ".")
	if got := server.Count(service, name); got != want {
		t.Fatalf("%d requests for %q, want %d", got, action, want)
	}
}

// parallel runs do n times at once and returns the results.
func parallel[T any](n int, do func() T) []T {
	results := make(chan T, n)
	for range n {
		go func() { results <- do() }()
	}
	all := make([]T, n)
	for i := range all {
		all[i] = <-results
	}
	return all
}

// readInTurn reads the accounts repeatedly, ten at a time, and returns the
// failures.
func readInTurn(t testing.TB, client *kaltura.Client, reads int, accounts ...kalturatest.Account) []error {
	ctx := t.Context()
	return slices.Concat(parallel(10, func() (failures []error) {
		for i := range reads / 10 {
			want := accounts[i%len(accounts)]
			info, err := client.AccountInfo(ctx, want.ID)
			if err == nil {
				err = checkInfo(info, want)
			}
			if err != nil {
				failures = append(failures, err)
			}
		}
		return failures
	})...)
}

// wantTenReads is wantRead for ten parallel reads.
func wantTenReads(t testing.TB, client *kaltura.Client, want kaltura.Failure) {
	t.Helper()
	ctx := t.Context()
	for _, err := range parallel(10, func() error { return readAcme(ctx, client) }) {
		wantFailure(t, err, want)
	}
}

// wantNeverSent fails the test if any request carried the text.
func wantNeverSent(t testing.TB, server *kalturatest.Server, text string) {
	t.Helper()
	if len(server.Requests()) == 0 {
		t.Error("no request was recorded, so nothing was checked")
	}
	for _, request := range server.Requests() {
		sent := fmt.Sprintf("%s %s\n%v\n%s", request.Method, request.URL, request.Header, request.Body)
		if strings.Contains(sent, text) {
			t.Errorf("%s.%s carried a secret", request.Service, request.Action)
		}
	}
}

// cancelled returns a context that is canceled after the duration.
func cancelled(t testing.TB, after time.Duration) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	timer := time.AfterFunc(after, cancel)
	t.Cleanup(func() { timer.Stop(); cancel() })
	return ctx
}
