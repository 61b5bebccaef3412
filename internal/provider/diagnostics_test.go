// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
)

// An error that nobody foresaw can hold anything, so its text is not shown.
func TestDiagnostic_ofAnUnexpectedError(t *testing.T) {
	known := provider.DiagnosticOf(&kaltura.Error{Failure: kaltura.APIRefused})
	for _, err := range []error{errors.New("canary"), fmt.Errorf("canary: %w", errors.New("canary")), errors.Join(errors.New("canary"))} {
		if shown := provider.DiagnosticOf(err); shown.Summary() != known.Summary() || shown.Detail() != known.Detail() || strings.Contains(shown.Detail(), "canary") {
			t.Errorf("%s\n%s", shown.Summary(), shown.Detail())
		}
	}
	wrapped := provider.DiagnosticOf(fmt.Errorf("canary: %w", &kaltura.Error{Failure: kaltura.TimedOut}))
	if strings.Contains(wrapped.Summary()+wrapped.Detail(), "canary") || wrapped.Summary() == known.Summary() {
		t.Errorf("%s\n%s", wrapped.Summary(), wrapped.Detail())
	}
}
