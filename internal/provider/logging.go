// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"os"

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

// SkipUnreadLogs turns the process's log lines off where the engine would
// throw them away: it shows a provider's lines only if TF_LOG or
// TF_LOG_PROVIDER is set. Without a level of their own the SDK's loggers write
// all the same, dozens of lines for each read, which the engine then parses;
// with 1 000 accounts that is about half of a plan's CPU time.
//
// It is for the program, before it serves: the levels are read from the
// environment. A level that somebody set is kept, and subsystems follow their
// logger.
func SkipUnreadLogs() {
	if os.Getenv("TF_LOG") != "" || os.Getenv("TF_LOG_PROVIDER") != "" {
		return
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_KALTURA"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, "OFF") // the lines are then written for nothing, as they were
		}
	}
}
