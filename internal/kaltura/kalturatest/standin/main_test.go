// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"testing"
)

func TestRun(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for addr, ok := range map[string]bool{
		"127.0.0.1:0": true, "localhost:0": true, "0.0.0.0:0": false, ":0": false, "192.0.2.1:0": false, "nonsense": false,
	} {
		if err := run(stopped, addr, false); (err == nil) != ok {
			t.Errorf("%s: %v", addr, err)
		}
	}
}
