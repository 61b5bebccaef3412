// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// decodeBody reads the parameters of a request body. Only a Content-Type of
// exactly `application/json`, in any letter case, makes it JSON; with a charset
// the body is ignored (`session_start_content_type_charset`).
func decodeBody(r *http.Request, body []byte) params {
	contentType := strings.ToLower(r.Header.Get("Content-Type"))
	if contentType == "application/json" {
		return decodeJSON(body)
	}
	if r.Method != http.MethodPost {
		return params{} // `partner_getInfo_put`
	}
	media, _, _ := mime.ParseMediaType(contentType)
	switch media {
	case "application/x-www-form-urlencoded":
		return parseForm(string(body))
	case "multipart/form-data":
		_, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		return decodeMultipart(body, options["boundary"])
	}
	return params{}
}

// decodeJSON: what is not an object counts as no parameters at all, without an
// error (`session_start_json_invalid`, `_array`, `_empty`, `_whitespace`).
func decodeJSON(body []byte) params {
	body = bytes.TrimSpace(body)
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var decoded map[string]any
	if err := decoder.Decode(&decoded); err != nil || decoder.More() {
		return params{}
	}
	return fromJSON(decoded)
}

func parseForm(encoded string) params {
	p := params{}
	for pair := range strings.SplitSeq(encoded, "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		p.setKey(unescape(key), unescape(value))
	}
	return p
}

// decodeMultipart: fields, or one part named json that holds them all
// (`partner_getInfo_multipart_fields`, `partner_getInfo_multipart_json`).
func decodeMultipart(body []byte, boundary string) params {
	p := params{}
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextPart()
		if err != nil {
			return p
		}
		value, _ := io.ReadAll(part)
		if part.FormName() == "json" {
			p.merge(decodeJSON(value))
			continue
		}
		p.setKey(part.FormName(), string(value))
	}
}
