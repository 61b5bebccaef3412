// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"html"
	"net/http"
	"strings"
)

// route is what the URL says: the parameters in its path and query, or the
// answer of the web server in front of the API.
type route struct {
	params params
	answer *answer
}

// routeOf accepts `/api_v3/service/S/action/A/name/value…`, `/api_v3/index.php`,
// `/api_v3/` and the `/api/` alias (`partner_getInfo_admin_api_alias`,
// `session_start_path_params`); all else is an HTML page.
func routeOf(r *http.Request) route {
	path := r.URL.EscapedPath()
	if path == "/api_v3" {
		return route{answer: movedPage("http://" + r.Host + "/api_v3/?" + r.URL.RawQuery)}
	}
	rest, ok := strings.CutPrefix(path, "/api_v3/")
	if !ok {
		if rest, ok = strings.CutPrefix(path, "/api/"); !ok || rest == "" {
			return route{answer: notFoundPage()}
		}
	}
	rest, index := strings.CutPrefix(rest, "index.php")
	if rest != "" && !index && !strings.HasPrefix(rest, "service/") {
		return route{answer: notFoundPage()}
	}
	p := params{}
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	for i := 0; i+1 < len(parts); i += 2 {
		p.setKey(unescape(parts[i]), unescape(parts[i+1]))
	}
	p.merge(parseForm(r.URL.RawQuery))
	return route{params: p}
}

func htmlPage(status int, title, text string) *answer {
	body := "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">\n<html><head>\n<title>" +
		title + "</title>\n</head><body>\n<h1>" + strings.TrimLeft(title, "0123456789 ") + "</h1>\n<p>" + text + "</p>\n</body></html>\n"
	return &answer{status: status, contentType: "text/html; charset=iso-8859-1", body: []byte(body), web: true}
}

func notFoundPage() *answer {
	return htmlPage(http.StatusNotFound, "404 Not Found", "The requested URL was not found on this server.")
}

// movedPage repeats the query, secrets included, as the real server does
// (`session_start_noslash`).
func movedPage(location string) *answer {
	page := htmlPage(http.StatusMovedPermanently, "301 Moved Permanently",
		`The document has moved <a href="`+html.EscapeString(location)+`">here</a>.`)
	page.header = http.Header{"Location": {location}}
	return page
}
