// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

// response is the answer without the decoded value. Its fields are safe to
// show, like those of [Error].
type response struct {
	httpStatus     int
	requestID      string
	code, location string
	serverTime     time.Time
	retryAfter     time.Duration
	sent           bool
}

// attempt sends one request and decodes its answer. It checks, in this order:
// transport, status, empty body, invalid JSON, exception, value.
func (c *Client) attempt(ctx context.Context, action apiAction, number int, params apiParams, out any) (response, error) {
	unsent := func() *Error {
		failed := action.cancelled(ctx)
		failed.Attempts = number - 1
		return failed
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return response{}, unsent()
	}
	if action.creates != "" {
		if ctx.Err() != nil || !c.creations.begin() {
			return response{}, unsent()
		}
		defer c.creations.end()
	}
	began := time.Now()
	got, failure, cause := c.exchange(ctx, action, params, out)
	c.config.OnAttempt(ctx, Attempt{
		Service: action.service, Action: action.name, Number: number,
		HTTPStatus: got.httpStatus, Failure: failure, Code: got.code,
		RequestID: got.requestID, Duration: time.Since(began),
	})
	// A proxy's error page proves nothing about the server's clock.
	if (failure == "" || got.code != "") && !got.serverTime.IsZero() {
		c.clock.adopt(got.serverTime)
	}
	if failure != "" {
		return got, &Error{
			Failure: failure, Service: action.service, Action: action.name, Attempts: number,
			Code: got.code, HTTPStatus: got.httpStatus, RequestID: got.requestID, Location: got.location,
			retryAfter: got.retryAfter, serverTime: got.serverTime, sent: got.sent, cause: cause,
		}
	}
	return got, nil
}

// exchange does the work of attempt. The failure is empty on success.
func (c *Client) exchange(ctx context.Context, action apiAction, params apiParams, out any) (got response, failure Failure, cause error) {
	var sent atomic.Bool
	timed, cancel := c.limit(ctx, action, &sent)
	defer cancel()
	defer func() { got.sent = sent.Load() }()
	request, err := c.newRequest(timed, action, params)
	if err != nil {
		return response{}, transportFailure(err), nil
	}
	answer, err := c.http.RoundTrip(request)
	if action.creates != "" && sent.Load() {
		ctx = context.WithoutCancel(ctx)
	}
	if err != nil {
		failure, cause := sendFailure(ctx, timed, err)
		return response{}, failure, cause
	}
	defer answer.Body.Close()
	head, failure := c.readHead(answer, params)
	if failure != "" {
		// Reading the body to its end allows reusing the connection.
		_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxDrainBytes))
		return head, failure, nil
	}
	body, release, err := readBody(timed, answer.Body, action.maxAnswerBytes())
	defer release()
	if err != nil {
		failure, cause := sendFailure(ctx, timed, err)
		return head, failure, cause
	}
	if len(body) > action.maxAnswerBytes() {
		return head, AnswerTooLarge, nil
	}
	thrown, failure := decodeAnswer(body, out)
	if thrown != nil {
		head.code = thrown.safeCode(params)
		failure = thrown.failure(action, c.config.ServiceURL.Scheme == "https")
	}
	return head, failure, nil
}

// newRequest adds the parameters of every request. The Content-Type must be
// exactly this: with a charset, the API ignores the body (wire case
// session_start_content_type_charset_noformat).
func (c *Client) newRequest(ctx context.Context, action apiAction, params apiParams) (*http.Request, error) {
	fields := apiParams{"format": 1, "nocache": true, "clientTag": c.config.ClientTag}
	for name, value := range params {
		fields[name] = value
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint+action.service+"/action/"+action.name, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if action.once || action.creates != "" {
		// Without GetBody, net/http cannot resend the request.
		request.GetBody = nil
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.config.UserAgent)
	return request, nil
}

// sendFailure distinguishes a canceled call, a timeout and a broken connection.
func sendFailure(ctx, timed context.Context, err error) (Failure, error) {
	switch {
	case ctx.Err() != nil:
		return contextFailure(ctx)
	case timed.Err() != nil:
		return TimedOut, nil
	}
	return transportFailure(err), nil
}

// readHead evaluates status and headers; after a failure, the body is ignored.
func (c *Client) readHead(answer *http.Response, params apiParams) (response, Failure) {
	head := response{httpStatus: answer.StatusCode, retryAfter: parseRetryAfter(answer.Header.Get("Retry-After"), c.config.Now())}
	head.requestID, head.serverTime = sessionHeader(answer.Header)
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		return head, ""
	case status == http.StatusTooManyRequests:
		return head, RateLimited
	case status == 500 || status >= 502 && status <= 504:
		return head, ServerTrouble
	case status == http.StatusProxyAuthRequired:
		return head, ProxyRefused
	case status >= 300 && status < 400 && answer.Header.Get("Location") != "":
		if target := redirectTarget(answer); !params.repeatedIn(target) {
			head.location = target
		}
		return head, Redirected
	}
	return head, HTTPRefused
}

// requestIDPattern and maxRequestIDLength exclude secrets, many of which are
// hexadecimal.
var requestIDPattern = regexp.MustCompile(`^[0-9]+$`)

const maxRequestIDLength = 20

// sessionHeader reads "X-Kaltura-Session: <request id>, <unix time>", and the
// Date header if the time is missing (as in cached answers).
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

// unbrokenPattern matches host names that could hold a secret.
var unbrokenPattern = regexp.MustCompile(`[A-Za-z0-9_]{24}`)

// redirectTarget returns the service URL that a redirect suggests. It drops the
// query, because the API repeats parameters there (wire case
// session_start_noslash), and a path that does not lead to an API.
func redirectTarget(answer *http.Response) string {
	target, err := answer.Location()
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

// maxDrainBytes limits how much of an error page is read to reuse its
// connection.
const maxDrainBytes = 64 << 10

// readBody reads at most one byte more than allowed, so that the caller can
// detect an excess. A large answer waits for its turn. release ends it.
func readBody(ctx context.Context, from io.Reader, limit int) (read []byte, release func(), err error) {
	var body bytes.Buffer
	body.Grow(4096)
	release = func() {}
	if limit > MaxAnswerBytes {
		if _, err := io.CopyN(&body, from, MaxAnswerBytes); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return body.Bytes(), release, err
		}
		select {
		case largeAnswers <- struct{}{}:
			release = func() { <-largeAnswers }
		case <-ctx.Done():
			return nil, release, ctx.Err()
		}
	}
	_, err = body.ReadFrom(io.LimitReader(from, int64(limit-body.Len())+1))
	return body.Bytes(), release, err
}
