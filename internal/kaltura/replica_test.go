// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

var tokenNotFound = kalturatest.AnswerError("APP_TOKEN_ID_NOT_FOUND", "", "ID", "0_x").On("appToken", "get")

// TestExisting_isAskedForAgain: a replica that is behind does not know an object
// that was just created.
func TestExisting_isAskedForAgain(t *testing.T) {
	server, client := start(t, adminOf(kalturatest.Acme))
	token, err := client.AddAppToken(t.Context(), kaltura.AppTokenSettings{HashType: "SHA256", Role: "2"})
	if err != nil {
		t.Fatal(err)
	}
	role, err := client.AddUserRole(t.Context(), fullRole())
	if err != nil {
		t.Fatal(err)
	}
	reads := map[string]func(context.Context, *kaltura.Client) error{
		"appToken.get": func(ctx context.Context, c *kaltura.Client) error {
			_, err := c.AppToken(ctx, token.ID)
			return err
		},
		"appToken.get of its value": func(ctx context.Context, c *kaltura.Client) error {
			_, err := c.AppTokenValue(ctx, token.ID)
			return err
		},
		"userRole.get": func(ctx context.Context, c *kaltura.Client) error {
			_, err := c.UserRole(ctx, role.ID)
			return err
		},
	}
	roleNotFound := kalturatest.AnswerError("INVALID_OBJECT_ID", "", "ID", "7").On("userRole", "get")
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			behind := func(times int) {
				server.Reset()
				server.Inject(tokenNotFound.For(times))
				server.Inject(roleNotFound.For(times))
			}
			behind(3)
			if err := read(t.Context(), client); err != nil || server.Count("", "get") != 4 {
				t.Errorf("%v after %d requests", err, server.Count("", "get"))
			}
			// Whoever does not know the object is told at once.
			behind(1)
			stranger := newClient(t, server.URL, adminOf(kalturatest.Acme))
			if err := read(t.Context(), stranger); err == nil || server.Count("", "get") != 1 {
				t.Errorf("%v after %d requests", err, server.Count("", "get"))
			}
			behind(3)
			stranger.ExpectAppToken(token.ID)
			stranger.ExpectUserRole(role.ID)
			if err := read(t.Context(), stranger); err != nil {
				t.Error(err)
			}
			behind(-1)
			if failure := kaltura.FailureOf(read(t.Context(), client)); failure != kaltura.AppTokenGone && failure != kaltura.RoleGone {
				t.Errorf("gone for good, it is %q", failure)
			}
			// Who gives up meanwhile has not learned that the object is gone.
			client.SetRetryWaits(slowWaits)
			wantFailure(t, read(cancelled(t, 50*1e6), client), kaltura.Cancelled)
			client.SetRetryWaits(quickWaits)
		})
	}
}

// TestAnswers_aboutAnother: an answer about another object or account is refused,
// whatever was asked.
func TestAnswers_aboutAnother(t *testing.T) {
	const token, role = `{"id":%s,"partnerId":%d,"hashType":"SHA1"}`, `{"id":%s,"partnerId":%d,"name":"x"}`
	own, other := kalturatest.Acme.ID, kalturatest.Foreign.ID
	for name, test := range map[string]struct {
		answer string
		call   func(context.Context, *kaltura.Client) error
		want   kaltura.Failure
	}{
		"added token of another account": {fmt.Sprintf(token, `"0_new00000"`, other), addToken, kaltura.CreationUncertain},
		"added token of no account":      {`{"id":"0_new00000"}`, addToken, kaltura.CreationUncertain},
		"added token that existed":       {fmt.Sprintf(token, `"`+kalturatest.TokenSHA1.ID+`"`, own), addToken, kaltura.CreationUncertain},
		"added token without an ID":      {fmt.Sprintf(`{"partnerId":%d}`, own), addToken, kaltura.CreationUncertain},
		"added role of another account":  {fmt.Sprintf(role, "77", other), addRole, kaltura.CreationUncertain},
		"added role of Kaltura's own":    {fmt.Sprintf(role, "77", 0), addRole, kaltura.CreationUncertain},
		"added role that existed":        {fmt.Sprintf(role, "102", own), addRole, kaltura.CreationUncertain},
		"token of another account":       {fmt.Sprintf(token, `"0_asked000"`, other), getToken, kaltura.AnswerOfAnotherAccount},
		"another token":                  {fmt.Sprintf(token, `"0_new00000"`, own), getToken, kaltura.UnexpectedAnswer},
		"value of another token":         {fmt.Sprintf(`{"id":"0_new00000","partnerId":%d,"token":"x"}`, own), getTokenValue, kaltura.UnexpectedAnswer},
		"token without its value":        {fmt.Sprintf(token, `"0_asked000"`, own), getTokenValue, kaltura.UnexpectedAnswer},
		"value of another account":       {fmt.Sprintf(`{"id":"0_asked000","partnerId":%d,"token":"x"}`, other), getTokenValue, kaltura.AnswerOfAnotherAccount},
		"role of another account":        {fmt.Sprintf(role, "7", other), getRole, kaltura.AnswerOfAnotherAccount},
		"another role":                   {fmt.Sprintf(role, "8", own), getRole, kaltura.UnexpectedAnswer},
		"deleted token, any JSON":        {`{"id":"0_asked000"}`, deleteToken, kaltura.UnexpectedAnswer},
		"deleted token, true":            {`true`, deleteToken, kaltura.UnexpectedAnswer},
		"deleted role, null":             {`null`, deleteRole, kaltura.UnexpectedAnswer},
		"deleted role, another":          {fmt.Sprintf(role, "8", own), deleteRole, kaltura.UnexpectedAnswer},
		"ended session, any JSON":        {`"done"`, func(ctx context.Context, c *kaltura.Client) error { return c.EndSession(ctx, kaltura.Session{}) }, kaltura.UnexpectedAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			server, client := start(t, adminOf(kalturatest.Acme))
			_, tokenErr := client.AppToken(t.Context(), kalturatest.TokenSHA1.ID)
			_, roleErr := client.UserRole(t.Context(), 102)
			if tokenErr != nil || roleErr != nil {
				t.Fatal(tokenErr, roleErr)
			}
			server.Inject(kalturatest.AnswerJSON(test.answer))
			wantFailure(t, test.call(t.Context(), client), test.want)
		})
	}
}

// TestAddedUserRole: a role of another account or from another time is not the
// one that was added.
func TestAddedUserRole(t *testing.T) {
	const at = 1700000000
	added := kaltura.UserRole{ID: 7, PartnerID: kalturatest.Acme.ID, CreatedAt: time.Unix(at, 0)}
	for _, test := range []struct {
		owner, createdAt int64
		want             kaltura.Failure
	}{
		{added.PartnerID, at - 7200, ""},
		{added.PartnerID, at + 7200, ""},
		{added.PartnerID, at - 7201, kaltura.CreationUncertain},
		{added.PartnerID, at + 7201, kaltura.CreationUncertain},
		{0, at, kaltura.CreationUncertain},
	} {
		_, client := start(t, adminOf(kalturatest.Acme), kalturatest.AnswerJSON(fmt.Sprintf(`{"id":7,"partnerId":%d,"createdAt":%d}`, test.owner, test.createdAt)))
		_, err := client.AddedUserRole(t.Context(), added)
		wantFailure(t, err, test.want)
	}
}

func addToken(ctx context.Context, c *kaltura.Client) error {
	_, err := c.AddAppToken(ctx, kaltura.AppTokenSettings{HashType: "SHA256"})
	return err
}

func addRole(ctx context.Context, c *kaltura.Client) error {
	_, err := c.AddUserRole(ctx, fullRole())
	return err
}

func getToken(ctx context.Context, c *kaltura.Client) error {
	_, err := c.AppToken(ctx, "0_asked000")
	return err
}

func getTokenValue(ctx context.Context, c *kaltura.Client) error {
	_, err := c.AppTokenValue(ctx, "0_asked000")
	return err
}

func getRole(ctx context.Context, c *kaltura.Client) error {
	_, err := c.UserRole(ctx, 7)
	return err
}

func deleteToken(ctx context.Context, c *kaltura.Client) error {
	return c.DeleteAppToken(ctx, "0_asked000")
}

func deleteRole(ctx context.Context, c *kaltura.Client) error { return c.DeleteUserRole(ctx, 7) }
