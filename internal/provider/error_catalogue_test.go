// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// catalogued is one way to cause a failure of the error catalogue, with the
// message that the user reads. The summaries are repeated here because
// documentation and searches rely on them.
type catalogued struct {
	failure                      kaltura.Failure
	title, reason, summary, says string
	attribute                    string // that the message points to
	// arrange prepares a server and returns the provider block.
	arrange func(t *testing.T) arguments
	act     func(e *engine, ctx context.Context) diagnostics
	ended   bool // before the read began
}

// met reads the data source kaltura_account_info. The methods of catalogued
// replace this read.
func met(failure kaltura.Failure, title, summary, says string, arrange func(*testing.T) arguments) catalogued {
	return catalogued{failure: failure, title: title, summary: summary, says: says, arrange: arrange}.reading("kaltura_account_info", nil)
}

func (c catalogued) because(reason any) catalogued {
	c.reason = fmt.Sprint(reason)
	return c
}

func (c catalogued) cancelled() catalogued {
	c.ended = true
	return c
}

func (c catalogued) at(attribute string) catalogued {
	c.attribute = attribute
	return c
}

// with changes an argument of the provider block.
func (c catalogued) with(name string, value any) catalogued {
	arrange := c.arrange
	c.arrange = func(t *testing.T) arguments { return arrange(t).with(name, value) }
	return c
}

func (c catalogued) reading(dataSource string, config arguments) catalogued {
	c.act = func(e *engine, ctx context.Context) diagnostics {
		_, diags := e.read(ctx, dataSource, config)
		return diags
	}
	return c
}

func (c catalogued) opening(ephemeral string, config arguments) catalogued {
	c.act = func(e *engine, ctx context.Context) diagnostics {
		_, diags := e.open(ctx, ephemeral, config)
		return diags
	}
	return c
}

// changing changes a resource from before to config. A nil before creates the
// resource, and a nil config deletes it.
func (c catalogued) changing(resource string, before, config arguments) catalogued {
	c.act = func(e *engine, ctx context.Context) diagnostics { return e.apply(ctx, resource, before, config) }
	return c
}

// catalogue contains every row at least once.
var catalogue = slices.Concat(cataloguedOnTheWay, cataloguedAnswers, cataloguedSessions, cataloguedLogins, cataloguedAppTokens, cataloguedRequests, cataloguedManaged)

func TestErrorCatalogue(t *testing.T) {
	for _, row := range catalogue {
		t.Run(string(row.failure)+"/"+row.title, func(t *testing.T) {
			diags := row.meet(t)
			diags.expectOnly(t, row.summary, row.says, "\n\n  Service URL: http")
			if row.attribute != "" && !strings.Contains(diags.String(), fmt.Sprintf("AttributeName(%q)", row.attribute)) {
				t.Errorf("it does not point to %s: %s", row.attribute, diags)
			}
			if left := regexp.MustCompile(`\{\w+\}`).FindString(diags.String()); left != "" {
				t.Errorf("%s was not filled in:\n%s", left, diags)
			}
		})
	}
}

// meet causes the failure and returns the diagnostics.
func (c catalogued) meet(t *testing.T) diagnostics {
	t.Helper()
	e := newEngine(t)
	if diags := e.configure(c.arrange(t)); len(diags) > 0 {
		return diags
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if c.ended {
		cancel()
	}
	return c.act(e, ctx)
}

// faulty adds the fault to every answer to Acme's administrator.
func faulty(fault kalturatest.Fault) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return administrator(misbehaving(t, fault), kalturatest.Acme) }
}

// refused makes the API refuse every read of the account.
func refused(code string, args ...string) func(*testing.T) arguments {
	return faulty(kalturatest.AnswerError(code, "canary: an API message can quote a session", args...).On("partner", ""))
}

// as signs in as an account's administrator, to a server without faults.
func as(account kalturatest.Account) func(*testing.T) arguments {
	return func(t *testing.T) arguments { return administrator(kalturatest.NewServer(t), account) }
}

func TestErrorCatalogue_isComplete(t *testing.T) {
	rows := provider.Explanations()
	for _, failure := range failures(t) {
		if !slices.ContainsFunc(rows, func(row provider.Explanation) bool { return row.Failure == failure }) {
			t.Errorf("explanations*.go has no words for the failure %q", failure)
		}
	}
	for _, row := range rows {
		if !slices.ContainsFunc(catalogue, func(met catalogued) bool { return met.failure == row.Failure && met.reason == row.Reason }) {
			t.Errorf("no row of catalogue, in error_catalogue_*_test.go, meets the failure %q %s", row.Failure, row.Reason)
		}
	}
	if last := rows[len(rows)-1]; last.Failure != kaltura.APIRefused {
		t.Errorf("the last row stands for everything else, and it is %q", last.Failure)
	}
}

// failures reads the constants of type Failure from their source.
func failures(t *testing.T) []kaltura.Failure {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../kaltura/failure.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []kaltura.Failure
	ast.Inspect(file, func(node ast.Node) bool {
		if constant, ok := node.(*ast.ValueSpec); ok {
			text, err := strconv.Unquote(constant.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, kaltura.Failure(text))
		}
		return true
	})
	if len(found) < 40 {
		t.Fatalf("found %d failures", len(found))
	}
	return found
}

// TestErrorCatalogue_summaries: summaries are in Title Case, without a period
// or a placeholder. Users find them in the documentation.
func TestErrorCatalogue_summaries(t *testing.T) {
	inTitleCase := regexp.MustCompile(`^[A-Z][\w-]*( ([A-Z][\w:-]*|a|an|the|of|to|for|from|by))+$`)
	for _, row := range provider.Explanations() {
		if !inTitleCase.MatchString(row.Summary) {
			t.Errorf("summary %q", row.Summary)
		}
		if !strings.HasSuffix(row.Detail, ".") {
			t.Errorf("the detail of %q does not end as a sentence: %s", row.Summary, row.Detail)
		}
	}
}
