// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
)

// pageSize is the API's maximum (API: KalturaPager).
const pageSize = 500

// page limits the decoded objects to the API's page size: 8 MiB of empty
// objects would take a gigabyte.
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

// listOf is the answer of a list action. The API may omit the objects if
// nothing matches.
type listOf[T any] struct {
	Total   *lenientInt `json:"totalCount"`
	Objects page[T]     `json:"objects"`
}

// whole reports whether the list is complete up to this page: omitted objects
// would look deleted.
func (l listOf[T]) whole(pageIndex int) bool {
	return l.Total != nil && *l.Total >= 0 && (len(l.Objects) == pageSize || int(*l.Total) <= (pageIndex-1)*pageSize+len(l.Objects))
}

// listParams requests one page with only the named fields.
func listParams(filter map[string]any, pageIndex int, fields string) apiParams {
	return apiParams{
		"filter":          filter,
		"pager":           map[string]any{"objectType": "KalturaFilterPager", "pageIndex": pageIndex, "pageSize": pageSize},
		"responseProfile": onlyFields(fields),
	}
}

// onlyFields is a response profile: the API omits all other fields (wire case
// appToken_get_response_profile).
func onlyFields(fields string) map[string]any {
	return map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": fields}
}

// dated is an object of a list in the order of creation.
type dated interface {
	created() (id string, at time.Time)
	textBytes() int
}

// byCreation reads a list page by page, oldest objects first, so that objects
// that are created or deleted meanwhile are neither skipped nor listed twice,
// and so that no page starts far from the first, which the API refuses. whole is
// false if there are more objects than the limit, or too much text.
func byCreation[T dated](since int64, limit int, page func(since int64, index int) ([]T, error)) (all []T, whole bool, err error) {
	seen := map[string]bool{}
	texts, index := 0, 1
	for range 2 * limit / pageSize {
		objects, err := page(since, index)
		if err != nil {
			return nil, false, err
		}
		for _, object := range objects {
			id, _ := object.created()
			if !seen[id] {
				all = append(all, object)
				texts += object.textBytes()
			}
			seen[id] = true
		}
		switch {
		case len(all) > limit || texts > maxTexts:
			return nil, false, nil
		case len(objects) < pageSize:
			return all, true, nil
		}
		// More than a page of objects may share one second.
		_, at := objects[len(objects)-1].created()
		if last := at.Unix(); last > since {
			index, since = 1, last
		} else if index++; index > maxPages {
			return nil, false, nil
		}
	}
	return nil, false, nil
}

// maxPages is where the API refuses to read on: QUERY_EXCEEDED_MAX_MATCHES_ALLOWED
// from object 10,000 on.
const maxPages = 10_000 / pageSize
