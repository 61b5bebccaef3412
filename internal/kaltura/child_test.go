// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func TestForAccount(t *testing.T) {
	server, parent := start(t, adminOf(kalturatest.Umbrella))
	if parent.ForAccount(0) != parent || parent.ForAccount(kalturatest.Umbrella.ID) != parent {
		t.Fatal("the parent's own account has another client")
	}
	var sessions []string
	for _, child := range []kalturatest.Account{kalturatest.UmbrellaNorth, kalturatest.UmbrellaSouth} {
		for _, err := range parallel(20, func() error {
			info, err := parent.ForAccount(child.ID).AccountInfo(t.Context(), 0)
			if err != nil {
				return err
			}
			return checkInfo(info, child)
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		requests := server.Requests()
		sessions = append(sessions, text(requests[len(requests)-1].Params["ks"]))
	}
	wantCount(t, server, "session.impersonate", 2)
	wantCount(t, server, "", 42)

	if err := parent.EndOwnSession(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantCount(t, server, "session.end", 2)
	for _, ks := range sessions {
		wantRead(t, newClient(t, server.URL, givenKS(ks)), kaltura.KSRevoked)
	}
}

// TestForAccount_roles: a child has its own roles, not those of its parent.
func TestForAccount_roles(t *testing.T) {
	server, parent := start(t, adminOf(kalturatest.Umbrella))
	server.Update(kalturatest.UmbrellaNorth.ID, func(a *kalturatest.Account) { a.Roles = []kalturatest.Role{{ID: 160}} })
	for client, want := range map[*kaltura.Client]int{parent: 0, parent.ForAccount(kalturatest.UmbrellaNorth.ID): 1} {
		if named, err := client.RolesNamed(t.Context(), "160", false); err != nil || len(named) != want {
			t.Errorf("account %d: %v, %v", client.PartnerID(), named, err)
		}
	}
}

// TestForAccount_end: the end of a run waits for the sessions that are being
// created, to revoke them too, and creates no further ones.
func TestForAccount_end(t *testing.T) {
	server, parent := start(t, adminOf(kalturatest.Umbrella))
	north := parent.ForAccount(kalturatest.UmbrellaNorth.ID)
	server.Inject(kalturatest.SlowBody(300*time.Millisecond).On("session", "impersonate"))
	signedIn := make(chan error)
	go func() { signedIn <- north.SignIn(t.Context()) }()
	for server.Count("session", "impersonate") == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := parent.EndOwnSession(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-signedIn; err != nil {
		t.Fatal(err)
	}
	wantCount(t, server, "session.end", 1)
	wantFailure(t, parent.ForAccount(kalturatest.UmbrellaSouth.ID).SignIn(t.Context()), kaltura.Cancelled)
	wantCount(t, server, "session.impersonate", 1)
}

func TestForAccount_renewsAnExpiredSession(t *testing.T) {
	server, parent := start(t, adminOf(kalturatest.Umbrella))
	child := parent.ForAccount(kalturatest.UmbrellaNorth.ID)
	for range 2 {
		if _, err := child.AccountInfo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		server.SetClock(func() time.Time { return time.Now().Add(11 * time.Minute) })
	}
	wantCount(t, server, "session.impersonate", 2)
}

func TestForAccount_fails(t *testing.T) {
	server := kalturatest.NewServer(t)
	north := kalturatest.UmbrellaNorth.ID
	read := func(credentials kaltura.Credentials, id int64) error {
		_, err := newClient(t, server.URL, credentials).ForAccount(id).AccountInfo(t.Context(), 0)
		return err
	}
	for _, credentials := range []kaltura.Credentials{tokenOf(kalturatest.TokenSHA256), loginOf(kalturatest.Manager)} {
		failed := wantFailure(t, read(credentials, north), kaltura.CannotCreateSession)
		if failed.Reason != kaltura.ReasonChildRequiresAdminSecret {
			t.Errorf("reason %q", failed.Reason)
		}
	}
	wantCount(t, server, "", 0)

	failed := wantFailure(t, read(adminOf(kalturatest.Umbrella), kalturatest.Acme.ID), kaltura.ImpersonationRefused)
	if failed.AskedPartnerID != kalturatest.Acme.ID {
		t.Errorf("the error names account %d", failed.AskedPartnerID)
	}

	parent := newClient(t, server.URL, adminOf(kalturatest.Umbrella))
	failed = wantFailure(t, parent.ForAccount(kalturatest.Acme.ID).SignIn(t.Context()), kaltura.ImpersonationRefused)
	if failed.PartnerID != kalturatest.Umbrella.ID {
		t.Errorf("account %d is said to be refused", failed.PartnerID)
	}
	if _, err := parent.ForAccount(north).AccountInfo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	server.Update(north, func(a *kalturatest.Account) { a.Status = kalturatest.StatusBlocked })
	_, err := parent.ForAccount(north).AccountInfo(t.Context(), 0)
	if failed := wantFailure(t, err, kaltura.AccountBlocked); failed.PartnerID != north {
		t.Errorf("the error is about account %d", failed.PartnerID)
	}
}
