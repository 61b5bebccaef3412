// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-light serves the provider that does nothing to
// the benchmarks.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/kaltura/terraform-provider-kaltura/internal/bench/light"
)

func main() {
	// As lean as the provider itself: no log lines that nobody reads.
	if os.Getenv("TF_LOG") == "" {
		_ = os.Setenv("TF_LOG_SDK", "OFF") // the lines are then written for nothing
	}
	err := providerserver.Serve(context.Background(), light.New, providerserver.ServeOpts{
		Address: "registry.terraform.io/kaltura/light",
	})
	if err != nil {
		log.Fatal(err)
	}
}
