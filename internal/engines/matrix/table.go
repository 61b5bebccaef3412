// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

func printTable(out io.Writer, rows []row) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "engine\tversion\tpassed\tfailed\tskipped\tremark")
	for _, r := range rows {
		if r.notRun != "" {
			fmt.Fprintf(table, "%s\t%s\t-\t-\t-\tnot run: %s\n", r.engine.Product, r.engine.Version, r.notRun)
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\n", r.engine.Product, r.engine.Version,
			r.result.passed, r.result.failed, len(r.result.skipped), remark(r.result))
	}
	_ = table.Flush()
	printSkips(out, rows)
}

func remark(r result) string {
	switch {
	case r.err != nil && r.failed == 0:
		return "the tests could not be run: " + r.err.Error()
	case r.passed+r.failed == 0:
		return "no test was run"
	default:
		return ""
	}
}

// printSkips says once for each engine and reason how many tests it kept from
// running.
func printSkips(out io.Writer, rows []row) {
	for _, r := range rows {
		reasons := map[string]int{}
		for _, reason := range r.result.skipped {
			reasons[reason]++
		}
		for _, reason := range slices.Sorted(maps.Keys(reasons)) {
			fmt.Fprintf(out, "skipped on %s: %d, %s\n", r.engine, reasons[reason], reason)
		}
	}
}

// verdict prints the failures and a closing line, and tells whether all is
// well: something was run and nothing failed.
func verdict(out io.Writer, rows []row) bool {
	total, good := result{skipped: map[string]string{}}, true
	for _, r := range rows {
		if r.notRun != "" {
			continue
		}
		if r.result.err != nil {
			good = false
			fmt.Fprintf(out, "\nfailed on %s:\n%s\n", r.engine, strings.Join(r.result.output, "\n"))
		}
		total.passed += r.result.passed
		total.failed += r.result.failed
		for name := range r.result.skipped {
			total.skipped[r.engine.String()+name] = ""
		}
	}
	fmt.Fprintln(out, total.String())
	return good && total.passed > 0
}

// whyNotFound is the reason of the last place that was looked in for this
// product, which is the one that could have fetched it.
func whyNotFound(err error) string {
	var notFound *engines.NotFoundError
	if !errors.As(err, &notFound) || len(notFound.Tried) == 0 {
		return err.Error()
	}
	reason := ""
	for _, tried := range notFound.Tried {
		isFetch := strings.HasPrefix(tried, "download") || strings.HasPrefix(tried, "build")
		if isFetch && !strings.HasSuffix(tried, "not what is wanted") {
			reason, _, _ = strings.Cut(tried, "\n")
		}
	}
	return reason
}
