// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import "context"

// ksSignIn uses an existing KS. It cannot be renewed.
type ksSignIn struct {
	noAppToken
	given   Secret
	account int64
}

func (g GivenKS) signIn(*Client) signIn { return &ksSignIn{given: g.KS, account: g.account()} }

func (g GivenKS) check() error {
	if g.PartnerID != 0 && g.account() != g.PartnerID {
		return &Error{Failure: KSOfAnotherAccount, AskedPartnerID: g.PartnerID, AnsweredPartnerID: g.account()}
	}
	return nil
}

// account is the account that the KS names. The API decides about a KS that
// cannot be decoded here.
func (g GivenKS) account() int64 {
	if account, readable := KSPartnerID(g.KS.Reveal()); readable {
		return account
	}
	return g.PartnerID
}

func (s *ksSignIn) method() string                                  { return "ks" }
func (s *ksSignIn) adminSecret() (AdminSecret, bool)                { return AdminSecret{}, false }
func (s *ksSignIn) partnerID() int64                                { return s.account }
func (s *ksSignIn) ks(context.Context) (Secret, error)              { return s.given, nil }
func (s *ksSignIn) renew(Secret, *Error) bool                       { return false }
func (s *ksSignIn) own(context.Context) Secret                      { return Secret{} }
func (s *ksSignIn) explain(_ context.Context, failed *Error) *Error { return failed }
func (s *ksSignIn) createSession(context.Context, SessionRequest) (Session, error) {
	return Session{}, &Error{Failure: CannotCreateSession, Reason: ReasonGivenKS}
}
