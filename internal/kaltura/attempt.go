// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// answer is what came back besides the value.
type answer struct {
	// serverTime is the API's clock, zero when the answer does not tell.
	serverTime time.Time
}

// attempt sends one request and decodes its answer, in the order: transport,
// status, empty body, no JSON, exception, value.
func (c *Client) attempt(ctx context.Context, what action, number int, with params, value any) (*answer, *Error) {
	failed := &Error{Service: what.service, Action: what.name, Attempts: number}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		failed.Attempts-- // nothing was sent
		failed.Failure, failed.cause = contextFailure(ctx)
		return nil, failed
	}
	began := time.Now()
	got := c.exchange(ctx, what, with, value, failed)
	c.config.OnAttempt(ctx, Attempt{
		Service: what.service, Action: what.name, Number: number,
		HTTPStatus: failed.HTTPStatus, Failure: failed.Failure, Code: failed.Code,
		RequestID: failed.RequestID, Duration: time.Since(began),
	})
	if failed.Failure != "" {
		return nil, failed
	}
	if !got.serverTime.IsZero() {
		c.clock.adopt(got.serverTime)
	}
	return got, nil
}

// exchange does the work of attempt and leaves what it learns in outcome. The
// failure stays empty on success.
func (c *Client) exchange(ctx context.Context, what action, with params, value any, outcome *Error) *answer {
	timed, cancel := context.WithTimeout(ctx, c.config.RequestTimeout)
	defer cancel()
	request, err := c.newRequest(timed, what, with)
	if err != nil {
		c.transportFailed(ctx, timed, err, outcome)
		return nil
	}
	response, err := c.http.RoundTrip(request)
	if err != nil {
		c.transportFailed(ctx, timed, err, outcome)
		return nil
	}
	defer response.Body.Close()
	c.readHead(response, with, outcome)
	if outcome.Failure != "" {
		// A body that was read to its end leaves the connection for the next attempt.
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxDrainBytes))
		return nil
	}
	body, err := readBody(response.Body, what.maxAnswerBytes())
	switch {
	case err != nil:
		c.transportFailed(ctx, timed, err, outcome)
		return nil
	case len(body) > what.maxAnswerBytes():
		outcome.Failure = AnswerTooLarge
		return nil
	}
	thrown, failure := decodeAnswer(body, value)
	if thrown != nil {
		outcome.Code = thrown.safeCode(with)
		failure = thrown.failure(what, c.config.ServiceURL.Scheme == "https")
	}
	outcome.Failure = failure
	return &answer{serverTime: outcome.serverTime}
}

// newRequest adds the parameters that each request has. The Content-Type has
// to be exactly this: with a charset the API ignores the body (wire case
// session_start_content_type_charset_noformat).
func (c *Client) newRequest(ctx context.Context, what action, with params) (*http.Request, error) {
	fields := params{"format": 1, "nocache": true, "clientTag": c.config.ClientTag}
	for name, value := range with {
		fields[name] = value
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint+what.service+"/action/"+what.name, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if what.once || what.creates != "" {
		// Without it the HTTP library cannot send the body again either.
		request.GetBody = nil
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.config.UserAgent)
	return request, nil
}

func (c *Client) transportFailed(ctx, timed context.Context, err error, outcome *Error) {
	switch {
	case ctx.Err() != nil:
		outcome.Failure, outcome.cause = contextFailure(ctx)
	case timed.Err() != nil:
		outcome.Failure = TimedOut
	default:
		outcome.Failure = transportFailure(err)
	}
}

// readHead takes what the status and headers say; a failure in outcome means
// that the body is of no interest.
func (c *Client) readHead(response *http.Response, with params, outcome *Error) {
	outcome.HTTPStatus = response.StatusCode
	outcome.RequestID, outcome.serverTime = sessionHeader(response.Header)
	outcome.retryAfter = parseRetryAfter(response.Header.Get("Retry-After"), c.config.Now())
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
	case status == http.StatusTooManyRequests:
		outcome.Failure = RateLimited
	case status == 500 || status >= 502 && status <= 504:
		outcome.Failure = ServerTrouble
	case status == http.StatusProxyAuthRequired:
		outcome.Failure = ProxyRefused
	case status >= 300 && status < 400 && response.Header.Get("Location") != "":
		outcome.Failure = Redirected
		if target := redirectTarget(response); !with.repeatedIn(target) {
			outcome.Location = target
		}
	default:
		outcome.Failure = HTTPRefused
	}
}

// requestIDPattern and maxRequestIDLength leave no room for a secret, of which
// many are hexadecimal.
var requestIDPattern = regexp.MustCompile(`^[0-9]+$`)

const maxRequestIDLength = 20

// sessionHeader reads "X-Kaltura-Session: <request id>, <unix time>", with the
// Date header in place of a missing time (cached answers have none).
func sessionHeader(header http.Header) (requestID string, serverTime time.Time) {
	id, seconds, _ := strings.Cut(header.Get("X-Kaltura-Session"), ",")
	if len(id) <= maxRequestIDLength && requestIDPattern.MatchString(id) {
		requestID = id
	}
	var unix lenientInt
	if unix.UnmarshalJSON([]byte(strings.TrimSpace(seconds))) == nil && unix > 0 {
		return requestID, time.Unix(int64(unix), 0)
	}
	serverTime, _ = http.ParseTime(header.Get("Date"))
	return requestID, serverTime
}

// unbrokenPattern is what a host name that holds a secret would look like.
var unbrokenPattern = regexp.MustCompile(`[A-Za-z0-9_]{24}`)

// redirectTarget is the service URL that a redirect suggests. Its query is
// dropped: the API repeats parameters there (wire case session_start_noslash).
// So is a path that does not lead to an API.
func redirectTarget(response *http.Response) string {
	target, err := response.Location()
	if err != nil || target.Hostname() == "" || target.Scheme != "https" && target.Scheme != "http" {
		return ""
	}
	if unbrokenPattern.MatchString(target.Host) {
		return ""
	}
	path, _, found := strings.Cut(target.Path, "/api_v3")
	if !found || !isPathPrefix(path) {
		path = ""
	}
	return (&url.URL{Scheme: target.Scheme, Host: target.Host, Path: path}).String()
}

// maxDrainBytes is how much of an error page is worth reading to keep its
// connection.
const maxDrainBytes = 64 << 10

// readBody reads at most one byte more than is allowed, so that the caller can
// tell.
func readBody(from io.Reader, limit int) ([]byte, error) {
	var body bytes.Buffer
	body.Grow(4096)
	_, err := body.ReadFrom(io.LimitReader(from, int64(limit)+1))
	return body.Bytes(), err
}
