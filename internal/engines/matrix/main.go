// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command matrix runs the provider's tests on every engine that is installed
// or can be fetched, and prints what each of them made of it. Arguments are
// handed to "go test".
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

// The oldest Terraform that is sensible (and the last under an open licence),
// the first with ephemeral resources, the first with write-only arguments, and
// the newest; of OpenTofu the last without ephemeral resources and all since.
var wanted = []engines.Want{
	{Product: engines.Terraform, Version: "1.5.7"},
	{Product: engines.Terraform, Version: "1.10"},
	{Product: engines.Terraform, Version: "1.11"},
	{Product: engines.Terraform, Version: engines.Newest},
	{Product: engines.OpenTofu, Version: "1.10"},
	{Product: engines.OpenTofu, Version: "1.11"},
	{Product: engines.OpenTofu, Version: "1.12"},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	good := run(ctx, os.Args[1:])
	stop()
	if !good {
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) bool {
	rows := engineRows(ctx)
	for i := range rows {
		if rows[i].notRun == "" && ctx.Err() == nil {
			fmt.Fprintf(os.Stderr, "testing on %s ...\n", rows[i].engine)
			rows[i].result = test(ctx, rows[i].engine, args)
		}
	}
	printTable(os.Stdout, rows)
	return ctx.Err() == nil && verdict(os.Stdout, rows)
}

// row is one line of the table.
type row struct {
	engine engines.Engine
	notRun string
	result result
}

// engineRows lists the wanted engines, and after them others that happen to be
// installed.
func engineRows(ctx context.Context) []row {
	var rows []row
	known := func(e engines.Engine) bool {
		return slices.ContainsFunc(rows, func(r row) bool {
			return r.engine.Product == e.Product && r.engine.Version == e.Version
		})
	}
	finder := engines.Finder{Fetch: true, Log: os.Stderr}
	for _, want := range wanted {
		engine, err := finder.Find(ctx, want)
		if err != nil {
			rows = append(rows, row{
				engine: engines.Engine{Product: want.Product, Version: want.Version},
				notRun: whyNotFound(err),
			})
		} else if !known(engine) {
			rows = append(rows, row{engine: engine})
		}
	}
	for _, engine := range finder.Installed(ctx) {
		if !known(engine) {
			rows = append(rows, row{engine: engine})
		}
	}
	return rows
}
