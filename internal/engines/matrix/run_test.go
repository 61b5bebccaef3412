// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/engines"
)

const recorded = `{"Action":"run","Test":"TestRead"}
{"Action":"run","Test":"TestRead/child"}
{"Action":"pass","Test":"TestRead/child"}
{"Action":"pass","Test":"TestRead"}
{"Action":"output","Test":"TestOpen","Output":"=== RUN   TestOpen\n"}
{"Action":"output","Test":"TestOpen","Output":"    open_test.go:12: needs Terraform 1.10\n"}
{"Action":"output","Test":"TestOpen","Output":"--- SKIP: TestOpen (0.00s)\n"}
{"Action":"skip","Test":"TestOpen"}
{"Action":"output","Test":"TestPlan","Output":"    plan_test.go:9: wrong\n"}
{"Action":"fail","Test":"TestPlan"}
{"Action":"fail"}
`

func TestCount(t *testing.T) {
	got := count(strings.NewReader(recorded))
	if got.String() != "1 passed, 1 failed, 1 skipped" {
		t.Error(got.String())
	}
	if reason := got.skipped["TestOpen"]; reason != "needs Terraform 1.10" {
		t.Errorf("reason %q", reason)
	}
	if output := strings.Join(got.output, "\n"); !strings.Contains(output, "plan_test.go:9: wrong") {
		t.Errorf("the failure is not told: %q", output)
	}
}

func TestPrintTable(t *testing.T) {
	unreachable := &engines.NotFoundError{Tried: []string{
		"terraform in PATH: none",
		"download of Terraform: no such release",
		"build of OpenTofu: not what is wanted",
	}}
	rows := []row{
		{engine: engines.Engine{Product: engines.Terraform, Version: "1.5.7"}, notRun: whyNotFound(unreachable)},
		{engine: engines.Engine{Product: engines.OpenTofu, Version: "1.12.6"}, result: count(strings.NewReader(recorded))},
	}
	rows[1].result.err = errors.New("exit status 1")

	var out strings.Builder
	printTable(&out, rows)
	if verdict(&out, rows) {
		t.Error("a failed test is taken for success")
	}
	for _, line := range []string{
		"Terraform  1.5.7    -       -       -        not run: download of Terraform: no such release",
		"OpenTofu   1.12.6   1       1       1",
		"skipped on OpenTofu 1.12.6: 1, needs Terraform 1.10",
		"1 passed, 1 failed, 1 skipped\n",
	} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("missing %q in:\n%s", line, out.String())
		}
	}
}
