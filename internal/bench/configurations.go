// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"
)

// childConfiguration reads so many child accounts through the provider,
// signed in with the arguments given or the administrator secret.
func (t *testBed) childConfiguration(accounts int, signIn ...string) string {
	if len(signIn) == 0 {
		signIn = []string{fmt.Sprintf("admin_secret = %q", t.parent.AdminSecret)}
	}
	return required(kalturaProvider, builtVersion) + fmt.Sprintf(`
provider "kaltura" {
  service_url = %q
  partner_id  = %d
  %s
}
`, t.server.URL, t.parent.ID, strings.Join(signIn, "\n  ")) + t.reads("kaltura_account_info", accounts)
}

// lightConfiguration is the same with the provider that does nothing.
func (t *testBed) lightConfiguration(accounts int) string {
	return required(lightProvider, builtVersion) + t.reads("light_account_info", accounts)
}

// reads uses count unless asked for for_each: Terraform works out a for_each
// argument anew for each instance, so that with 1 000 of them nearly all of the
// time is the engine's and the provider's share is not seen.
func (t *testBed) reads(dataSource string, accounts int) string {
	first := t.parent.ID + 1
	if t.forEach {
		return fmt.Sprintf(`
locals {
  ids = toset([for i in range(%d) : tostring(%d + i)])
}
data %q "child" {
  for_each   = local.ids
  partner_id = each.key
}
`, accounts, first, dataSource)
	}
	return fmt.Sprintf(`
data %q "child" {
  count      = %d
  partner_id = %d + count.index
}
`, dataSource, accounts, first)
}

// timeConfiguration is the least that uses hashicorp/time.
func timeConfiguration(resources int) string {
	return required(timeProvider, timeVersion) + fmt.Sprintf("\nresource \"time_static\" \"now\" {\n  count = %d\n}\n", resources)
}

// variableConfiguration takes the values that a shell step exported. It needs
// no provider.
const variableConfiguration = `
variable "accounts" {
  type = map(object({ partner_id = number, sub_partner_id = number, admin_secret = string, user_secret = string }))
}
`

func required(name, version string) string {
	_, short, _ := strings.Cut(name, "/")
	return fmt.Sprintf(`terraform {
  required_providers {
    %s = {
      source  = "registry.terraform.io/%s"
      version = %q
    }
  }
}
`, short, name, version)
}
