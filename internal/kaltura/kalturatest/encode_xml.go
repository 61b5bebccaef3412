// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"strconv"
	"strings"
)

// xmlWriter writes the API's XML. Unset properties are empty elements, unless
// the request says ignoreNull=1 (`partner_getInfo_admin_xml_ignoreNull`).
type xmlWriter struct {
	strings.Builder
	ignoreNull bool
}

// encodeXML wraps a result. The fast path of session.start sends no XML
// declaration (`session_start_xml`, `session_start_cold_xml`).
func encodeXML(value any, ignoreNull, declaration bool, seconds float64) []byte {
	w := &xmlWriter{ignoreNull: ignoreNull}
	if declaration {
		w.WriteString(`<?xml version="1.0" encoding="utf-8"?>`)
	}
	w.WriteString("<xml>")
	w.element("result", value)
	w.element("executionTime", strconv.FormatFloat(seconds, 'g', 14, 64))
	w.WriteString("</xml>")
	return []byte(w.String())
}

func (w *xmlWriter) element(name string, value any) {
	w.WriteString("<" + name + ">")
	w.value(value)
	w.WriteString("</" + name + ">")
}

func (w *xmlWriter) value(value any) {
	switch v := value.(type) {
	case nil:
	case bool:
		if v {
			w.WriteByte('1')
		} else {
			w.WriteByte('0')
		}
	case string:
		w.WriteString(escapeXML(v))
	case []any:
		for _, item := range v {
			w.element("item", item)
		}
	case *object:
		w.object(v)
	case *APIError:
		w.element("error", errorObject{v})
	case errorObject:
		w.error(v.APIError)
	default:
		fmt.Fprint(w, v)
	}
}

func (w *xmlWriter) object(o *object) {
	w.element("objectType", o.class)
	if !w.ignoreNull {
		w.element("relatedObjects", nil)
	}
	for _, f := range o.fields {
		if f.value != nil || !w.ignoreNull {
			w.element(f.name, f.value)
		}
	}
}

// errorObject is what stands inside the error element.
type errorObject struct{ *APIError }

func (w *xmlWriter) error(e *APIError) {
	w.element("code", e.Code)
	w.element("message", e.Message)
	w.element("objectType", "KalturaAPIException")
	w.WriteString("<args>")
	for _, arg := range e.Args {
		w.WriteString("<item>")
		w.element("objectType", "KalturaApiExceptionArg")
		w.element("name", arg.Name)
		w.element("value", arg.Value)
		w.WriteString("</item>")
	}
	w.WriteString("</args>")
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

func escapeXML(text string) string { return xmlEscapes.Replace(text) }
