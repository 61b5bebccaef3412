// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

// property is one property of KalturaPartner: a constant, or something taken
// from the account. The values and their types, odd as they are (numbers as
// strings, a bool as 0), are those of `partner_getInfo_admin_form`.
type property struct {
	name  string
	value any
	of    func(s *Server, a *Account) any
}

// partner builds the KalturaPartner of an account, with its secrets or without.
func (s *Server) partner(a *Account, secrets bool) *object {
	o := &object{class: "KalturaPartner", fields: make([]field, 0, len(partnerProperties))}
	for _, p := range partnerProperties {
		f := field{p.name, p.value}
		if p.of != nil {
			f.value = p.of(s, a)
		}
		if extra, ok := a.Extra[p.name]; ok {
			f.value = extra
		}
		if !secrets && (p.name == "secret" || p.name == "adminSecret") {
			f.value = nil
		}
		o.fields = append(o.fields, f)
	}
	return o
}

// status: a child of a read-only account is read only too.
func (s *Server) statusOf(a *Account) int {
	parent := s.accounts[a.ParentID]
	if a.Status == StatusActive && parent != nil && parent.Status == StatusReadOnly {
		return StatusReadOnly
	}
	return a.Status
}

// authenticationType: 2 SSO, 1 two-factor, 0 password only.
func authenticationType(a *Account) int {
	switch {
	case a.UseSSO:
		return 2
	case a.TwoFactor:
		return 1
	}
	return 0
}

func twoFactorMode(a *Account) any {
	if !a.TwoFactor {
		return nil
	}
	return a.TwoFactorMode
}

func parentID(a *Account) any {
	if a.ParentID == 0 {
		return nil
	}
	return a.ParentID
}

// regexes of the default password rule.
func passwordRules() []any {
	var rules []any
	for _, regex := range []string{
		`/^[a-zA-Z0-9~!@#$%^*=+?\(\)\-\[\]\{\}]{8,14}$/`, `/[0-9]+/`, `/[a-z]+/`, `/[~!@#$%^*=+?\(\)\-\[\]\{\}]+/`,
	} {
		rules = append(rules, newObject("KalturaRegexItem", field{"regex", regex}, field{"description", nil}))
	}
	return rules
}

const passwordRulesText = `- Must be 8–14 characters long; allowed: alphanumeric and ~!@#$%^*=+?()[]{} .\n` +
	`- Must contain at least one digit (0-9).\n- Must contain at least one lowercase letter (a-z).\n` +
	`- Must contain at least one of the following symbols:  !?~@#$%^*=+-()[]{}\n- Must not contain your name or email.`
