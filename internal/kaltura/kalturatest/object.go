// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

// object is an API object: an ordered list of properties with its class. A nil
// value is a property that is not set: left out of JSON, empty in XML.
type object struct {
	class  string
	fields []field
}

type field struct {
	name  string
	value any // nil, bool, int, int64, string, []any, *object
}

func newObject(class string, fields ...field) *object {
	return &object{class: class, fields: fields}
}

func (o *object) get(name string) any {
	for _, f := range o.fields {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

func (o *object) set(name string, value any) {
	for i := range o.fields {
		if o.fields[i].name == name {
			o.fields[i].value = value
		}
	}
}

// keep drops every property that the response profile does not let through.
func (o *object) keep(allowed func(name string) bool) *object {
	kept := &object{class: o.class}
	for _, f := range o.fields {
		if !allowed(f.name) {
			f.value = nil
		}
		kept.fields = append(kept.fields, f)
	}
	return kept
}

func listResponse(class string, total int, objects []any) *object {
	return newObject(class, field{"totalCount", total}, field{"objects", objects})
}

// orNil turns an unset string into an unset property.
func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// deref turns an unset pointer into an unset property.
func deref[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}
