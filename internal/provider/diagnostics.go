// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// diagnostic converts any error of the client into a diagnostic: a stable
// summary, the cause, what to do, then the facts.
func (p *providerData) diagnostic(err error) diag.Diagnostic {
	failed := kaltura.ErrorOf(err)
	if failed == nil {
		// The client returns no other errors; an unexpected one could contain
		// anything, so its text is not shown.
		failed = &kaltura.Error{Failure: kaltura.APIRefused}
	}
	words := explanationOf(failed)
	detail := p.fill(words.detail, failed)
	if cause := p.possibleCauses[failed.Failure]; cause != "" {
		detail += " " + cause
	}
	detail += "\n\n" + p.facts(failed)
	if words.attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(words.attribute), words.summary, detail)
	}
	return diag.NewErrorDiagnostic(words.summary, detail)
}

// explanationOf returns the words for a failure.
func explanationOf(failed *kaltura.Error) explanation {
	for _, row := range explanations {
		if row.failure == failed.Failure && row.reason == failed.Reason && row.object == failed.Object {
			return row
		}
	}
	return anyOtherFailure
}

// fill inserts the facts of a failure into an explanation.
func (p *providerData) fill(detail string, failed *kaltura.Error) string {
	return strings.NewReplacer(
		"{service_url}", p.serviceURL,
		"{action}", failed.ActionName(),
		"{code}", failed.Code,
		"{status}", strconv.Itoa(failed.HTTPStatus),
		"{variable}", failed.Variable,
		"{location}", locationOr(failed.Location),
		"{asked}", strconv.FormatInt(failed.AskedPartnerID, 10),
		"{answered}", strconv.FormatInt(failed.AnsweredPartnerID, 10),
		"{partner_id}", p.accountOf(failed),
		"{behind}", string(failed.Behind),
		"{objects}", thousands(kaltura.MaxObjects), "{items}", thousands(kaltura.MaxItems),
		"{permissions}", permissionsRequired[failed.ActionName()],
		"{renewal}", p.renewal(),
		"{clocks}", clockWords(failed.ClockDifference),
	).Replace(detail)
}

// accountOf names the account of the session that failed.
func (p *providerData) accountOf(failed *kaltura.Error) string {
	if failed.PartnerID != 0 {
		return strconv.FormatInt(failed.PartnerID, 10)
	}
	return p.account()
}

// account names the account that the provider signs in to.
func (p *providerData) account() string {
	if p.client == nil || p.client.PartnerID() == 0 {
		return "(unknown)"
	}
	return strconv.FormatInt(p.client.PartnerID(), 10)
}

// facts are on separate, indented lines, which the engine does not wrap.
func (p *providerData) facts(failed *kaltura.Error) string {
	lines := []string{"  Service URL: " + p.serviceURL}
	if failed.Service != "" {
		lines = append(lines, "  API action:  "+failed.ActionName())
	}
	if failed.Code != "" {
		lines = append(lines, "  Error code:  "+failed.Code)
	}
	if failed.HTTPStatus != 0 {
		lines = append(lines, "  HTTP status: "+strconv.Itoa(failed.HTTPStatus))
	}
	if failed.RequestID != "" {
		lines = append(lines, "  Request ID:  "+failed.RequestID)
	}
	if failed.Attempts > 0 {
		lines = append(lines, "  Attempts:    "+strconv.Itoa(failed.Attempts))
	}
	return strings.Join(lines, "\n")
}

func locationOr(location string) string {
	if location == "" {
		return "an address that is not shown"
	}
	return location
}

// renewal says how to get another session.
func (p *providerData) renewal() string {
	if p.client != nil && p.client.OwnAppTokenID() != "" {
		return "Sign in with another app token, and do not end sessions of an app token with session.end, which ends them all"
	}
	return "Create a new KS, or use another sign-in method"
}

// longestDifference is more than clocks differ by accident; the rest of a longer
// one says nothing.
const longestDifference = 10 * 365 * 24 * time.Hour

// clockWords says how far the server's clock is ahead or behind.
func clockWords(difference time.Duration) string {
	far := difference.Abs().String()
	if difference.Abs() > longestDifference {
		far = "more than ten years"
	}
	switch {
	case difference > 0:
		return fmt.Sprintf("The server's clock is %s ahead of this machine's.", far)
	case difference < 0:
		return fmt.Sprintf("The server's clock is %s behind this machine's.", far)
	}
	return "The answer does not show how far apart the clocks are."
}

// thousands writes a number from 1,000 to 999,999 as messages do.
func thousands(number int) string { return fmt.Sprintf("%d,%03d", number/1000, number%1000) }
