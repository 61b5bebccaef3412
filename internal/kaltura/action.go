// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"
)

// apiAction names an API action.
type apiAction struct {
	service, name string
	// once marks an action that must not be retried after any failure.
	once bool
	// creates names what the action creates. The action is not retried once the
	// server may have received it.
	creates CreatedObject
}

// CreatedObject is what a request may have created (CreationUncertain).
type CreatedObject string

// The objects that the client creates.
const (
	CreatedRole     CreatedObject = "role"
	CreatedAppToken CreatedObject = "app token"
)

// maxAnswerBytes limits the size of the action's answer.
func (a apiAction) maxAnswerBytes() int {
	if a.name == "list" {
		return MaxListBytes
	}
	return MaxAnswerBytes
}

// failed returns an error about the content of a complete answer.
func (a apiAction) failed(failure Failure) *Error {
	return &Error{Failure: failure, Service: a.service, Action: a.name, HTTPStatus: http.StatusOK, Attempts: 1}
}

// unexpected returns an error for an answer that does not say what was done.
func (a apiAction) unexpected() *Error {
	failed := a.failed(UnexpectedAnswer)
	if a.creates != "" {
		return a.uncertain(failed)
	}
	return failed
}

// cancelled returns an error for a caller whose context ended before a request was
// sent.
func (a apiAction) cancelled(ctx context.Context) *Error {
	failed := &Error{Service: a.service, Action: a.name}
	failed.Failure, failed.cause = contextFailure(ctx)
	return failed
}

// checkOwner refuses an answer about an object of another account than that of the
// session.
func (c *Client) checkOwner(action apiAction, answered int64) error {
	own := c.PartnerID()
	switch {
	case answered == 0:
		return action.unexpected()
	case own == 0 || answered == own:
		return nil
	}
	failed := action.ofAnother(own, answered)
	if action.creates != "" {
		return action.uncertain(failed)
	}
	return failed
}

// checkListed refuses an object of another account in a list. The API's own
// objects have account 0.
func (c *Client) checkListed(list apiAction, partnerID int64) error {
	if partnerID == 0 {
		return nil
	}
	return c.checkOwner(list, partnerID)
}

// ofAnother returns an error for an answer about another account than the
// requested one.
func (a apiAction) ofAnother(asked, answered int64) *Error {
	failed := a.failed(AnswerOfAnotherAccount)
	failed.AskedPartnerID, failed.AnsweredPartnerID = asked, answered
	return failed
}

// isAnother reports whether an object that was read back is not the one that was
// added. Servers store times of creation without a time zone, which can move them
// by an hour.
func isAnother(addedTo, owner int64, addedAt, createdAt time.Time) bool {
	return addedTo != owner || addedAt.Sub(createdAt).Abs() > 2*time.Hour
}

// uncertain turns the failure of a request that creates into CreationUncertain.
func (a apiAction) uncertain(failed *Error) *Error {
	failed.Behind, failed.Failure, failed.Object = failed.Failure, CreationUncertain, a.creates
	return failed
}

// mayHaveCreated reports whether the server may have created the object although
// the request failed: unless the request was not sent, or was rejected with an
// error code of the API or with a status. An API error INTERNAL_… is not a
// rejection.
func (a apiAction) mayHaveCreated(failed *Error) bool {
	refused := failed.Code != "" && failed.Failure != ServerTrouble
	return a.creates != "" && failed.sent && !refused && !rejects(failed.HTTPStatus)
}

// rejects reports whether an answer with the status proves that the API did not
// process the request. A proxy in front of the API answers some statuses of this
// range after it has passed the request on.
func rejects(status int) bool {
	switch status {
	case http.StatusProxyAuthRequired, http.StatusRequestTimeout, statusClientClosedRequest:
		return false
	}
	return status >= 300 && status < 500
}

// statusClientClosedRequest is nginx's status for a client that gave up.
const statusClientClosedRequest = 499

// limit returns the context of one attempt, with the request timeout, and sets
// sent once the request may be on its way to the server: from the moment that it
// has a connection, it can be written at any time. From then on, the end of ctx
// does not abort a request that creates something: its answer would be lost, and
// with it the only trace of the object.
func (c *Client) limit(ctx context.Context, action apiAction, sent *atomic.Bool) (context.Context, context.CancelFunc) {
	lasting := ctx
	if action.creates != "" {
		lasting = context.WithoutCancel(ctx)
	}
	timed, cancel := context.WithTimeout(lasting, c.config.RequestTimeout)
	unsent := context.AfterFunc(ctx, func() {
		if !sent.Load() {
			cancel()
		}
	})
	traced := httptrace.WithClientTrace(timed, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	return traced, func() { unsent(); cancel() }
}

// creations counts the requests in flight that create something.
type creations struct {
	// running is held for reading by each of them.
	running sync.RWMutex
	stopped bool
}

// begin reports whether a request that creates something may be sent. If so, end
// must be called after it.
func (c *creations) begin() bool {
	c.running.RLock()
	if c.stopped {
		c.running.RUnlock()
	}
	return !c.stopped
}

func (c *creations) end() { c.running.RUnlock() }

// FinishCreations waits until no request that creates something is in flight,
// and refuses further ones as Cancelled. It reports whether there was one.
func (c *Client) FinishCreations() (waited bool) {
	if waited = !c.creations.running.TryLock(); waited {
		c.creations.running.Lock()
	}
	c.creations.stopped = true
	c.creations.running.Unlock()
	return waited
}

// changed returns the parameters of an update: changed values, and name__null
// for removed ones (wire case appToken_update_description_null_suffix).
func changed(from, to apiParams) apiParams {
	change := apiParams{}
	for name, value := range to {
		if from[name] != value {
			change[name] = value
		}
	}
	for name := range from {
		if _, stays := to[name]; !stays {
			change[name+"__null"] = ""
		}
	}
	return change
}
