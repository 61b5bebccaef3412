// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "os"

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
