// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"encoding/json"
	"errors"
)

// pageSize is the API's own limit (API: KalturaPager).
const pageSize = 500

// page decodes no more objects than the API puts on a page: 8 MiB of empty
// ones would take a gigabyte.
type page[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (p *page[T]) UnmarshalJSON(data []byte) error {
	objects := json.NewDecoder(bytes.NewReader(data))
	if start, err := objects.Token(); err != nil || start != json.Delim('[') {
		return errors.New("a list was expected")
	}
	for objects.More() {
		if len(*p) == pageSize {
			return errors.New("more objects than a page has")
		}
		var object T
		if err := objects.Decode(&object); err != nil {
			return err
		}
		*p = append(*p, object)
	}
	return nil
}

// listOf is the answer of a list action. A filter that matches nothing may
// leave the objects out.
type listOf[T any] struct {
	Total   *lenientInt `json:"totalCount"`
	Objects page[T]     `json:"objects"`
}

// whole reports whether a page has all that the list says to have up to there:
// one that leaves objects out looks as if they were gone.
func (l listOf[T]) whole(pageIndex int) bool {
	return l.Total != nil && (len(l.Objects) == pageSize || int(*l.Total) <= (pageIndex-1)*pageSize+len(l.Objects))
}

// listParams asks for one page, of the named fields alone.
func listParams(filter map[string]any, pageIndex int, fields string) apiParams {
	return apiParams{
		"filter":          filter,
		"pager":           map[string]any{"objectType": "KalturaFilterPager", "pageIndex": pageIndex, "pageSize": pageSize},
		"responseProfile": onlyFields(fields),
	}
}

// onlyFields is a response profile: the API leaves out every other field (wire
// case appToken_get_response_profile).
func onlyFields(fields string) map[string]any {
	return map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": fields}
}
