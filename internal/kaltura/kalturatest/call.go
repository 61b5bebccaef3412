// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// incoming is one HTTP request with its parameters.
type incoming struct {
	method   string
	uri      string
	host     string
	remoteIP string
	secure   bool
	params   params
	urlOnly  params // what the URL alone said
}

func newIncoming(r *http.Request, url params, body []byte) *incoming {
	ip, _, _ := net.SplitHostPort(r.RemoteAddr)
	p := decodeBody(r, body)
	p.merge(url)
	return &incoming{
		method: r.Method, uri: r.RequestURI, host: r.Host, remoteIP: ip, params: p, urlOnly: url,
		secure: r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https"),
	}
}

func (in *incoming) service() string { return in.params.text("service") }
func (in *incoming) action() string  { return in.params.text("action") }

// call is one API call: a request, or one part of a multirequest.
type call struct {
	*incoming
	server      *Server
	params      params
	now         time.Time
	service     string
	action      string
	session     *session
	account     *Account // of the partnerId parameter, else of the KS
	permissions []string
	forbidden   string // "service->action" of a SERVICE_FORBIDDEN, for the headers
	cached      bool   // answered from the error cache
}

func (s *Server) newCall(in *incoming, p params) *call {
	return &call{incoming: in, server: s, params: p, now: s.now(), service: p.text("service"), action: p.text("action")}
}

func (c *call) forbid(a *action) error {
	name := a.service + "->" + a.name
	c.forbidden = name
	return newError("SERVICE_FORBIDDEN", "The access to service ["+name+"] is forbidden", "SERVICE", name)
}
