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
// its level separately from the provider's.
const logSubsystem = "kaltura_api"

// logAttempts returns a function that logs one line per request. The fields are
// those of kaltura.Attempt, none of which can hold a secret; the provider logs
// no URLs, headers or bodies. Masking the configured secrets is a second line
// of defense.
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

// SkipUnreadLogs disables the process's log lines if the engine would discard
// them: it shows a provider's lines only if TF_LOG or TF_LOG_PROVIDER is set.
// Without a level, the SDK's loggers still write dozens of lines for each read,
// which the engine parses; with 1000 accounts that is about half of a plan's
// CPU time.
//
// Call it before serving, because it sets the levels in the environment. It
// keeps a level that is already set; subsystems inherit it from their logger.
func SkipUnreadLogs() {
	if os.Getenv("TF_LOG") != "" || os.Getenv("TF_LOG_PROVIDER") != "" {
		return
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_KALTURA"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, "OFF") // if this fails, the lines are written as before
		}
	}
}
