// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

// signIns counts the requests of 100 reads with the ways to sign in that send
// requests of their own: parallel readers have to share one sign-in.
func (m *measurement) signIns(ctx context.Context, bed *testBed) error {
	const reads = 100
	for _, method := range []struct {
		name      string
		arguments []string
		requests  int64
	}{
		{"app token", []string{
			fmt.Sprintf("app_token_id = %q", appToken.ID), fmt.Sprintf("app_token = %q", appToken.Token),
			`app_token_hash_type = "SHA256"`,
		}, 2},
		{"login", []string{
			fmt.Sprintf("login_id = %q", bed.parent.Users[0].LoginID), fmt.Sprintf("password = %q", kalturatest.OwnerPassword),
		}, 1},
	} {
		folder := "sign-in-" + method.name
		if err := bed.configuration(ctx, folder, bed.childConfiguration(reads, method.arguments...)); err != nil {
			return err
		}
		count := bed.startCounting()
		took, err := bed.time(bed.plan(ctx, folder))
		if err != nil {
			return err
		}
		requests, connections, bytes := count()
		m.table.add(row{
			what: fmt.Sprintf("%d reads, %s", reads, method.name), provider: milliseconds(took),
			requests: fmt.Sprint(requests), connections: fmt.Sprint(connections), bytes: fmt.Sprint(bytes),
			target: verdict(fmt.Sprintf("one sign-in: %d requests", reads+method.requests), requests == reads+method.requests),
		})
	}
	return nil
}
