// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

// logSubsystem is the logger of API requests. TF_LOG_PROVIDER_KALTURA_API sets
// its level apart from the provider's.
const logSubsystem = "kaltura_api"

// logAttempts returns what writes one line for a request. The fields are those
// of kaltura.Attempt, which has none that could hold a secret; there is no line
// with a URL, a header or a body anywhere in the provider. The configured
// secrets are masked all the same, as a second line of defence.
func logAttempts(secrets []string) func(context.Context, kaltura.Attempt) {
	return func(ctx context.Context, attempt kaltura.Attempt) {
		ctx = tflog.NewSubsystem(ctx, logSubsystem, tflog.WithLevelFromEnv("TF_LOG_PROVIDER_KALTURA_API"))
		logAttempt(tflog.SubsystemMaskLogStrings(ctx, logSubsystem, secrets...), attempt)
	}
}

func logAttempt(ctx context.Context, attempt kaltura.Attempt) {
	fields := map[string]any{
		"api_action":  attempt.Service + "." + attempt.Action,
		"attempt":     attempt.Number,
		"duration_ms": attempt.Duration.Milliseconds(),
	}
	if attempt.HTTPStatus != 0 {
		fields["http_status"] = attempt.HTTPStatus
	}
	if attempt.RequestID != "" {
		fields["request_id"] = attempt.RequestID
	}
	if attempt.Code != "" {
		fields["error_code"] = attempt.Code
	}
	if attempt.Failure != "" {
		fields["failure"] = string(attempt.Failure)
		tflog.SubsystemWarn(ctx, logSubsystem, "Kaltura API request failed", fields)
		return
	}
	tflog.SubsystemDebug(ctx, logSubsystem, "Kaltura API request", fields)
}
