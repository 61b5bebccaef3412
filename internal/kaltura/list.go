// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
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
	bytes   int
}

// UnmarshalJSON implements json.Unmarshaler.
func (l *listOf[T]) UnmarshalJSON(data []byte) error {
	type fields listOf[T]
	l.bytes = len(data)
	return json.Unmarshal(data, (*fields)(l))
}

// readPage reads one page of the objects that match, with only the fields of T.
func readPage[T any](ctx context.Context, c *Client, list apiAction, match map[string]any, index int) (page listOf[T], err error) {
	params := apiParams{
		"filter":          match,
		"pager":           map[string]any{"objectType": "KalturaFilterPager", "pageIndex": index, "pageSize": pageSize},
		"responseProfile": onlyFields(new(T)),
	}
	if err = callList(ctx, c, list, params, &page); err == nil && !page.whole(index) {
		err = list.failed(UnexpectedAnswer)
	}
	return page, err
}

// callList calls a list action. A large page is kept only with the turn: a call
// that has to wait for it reads the page again.
func callList[T any](ctx context.Context, c *Client, list apiAction, params apiParams, out *listOf[T]) error {
	err := c.callSignedIn(ctx, list, params, out)
	call, ok := ctx.Value(turnKey{}).(*turn)
	if err != nil || !ok || out.bytes < largePage || call.tryTake() {
		return err
	}
	*out = listOf[T]{}
	if !call.take(ctx) {
		return list.cancelled(ctx)
	}
	return c.callSignedIn(ctx, list, params, out)
}

// whole reports whether the list is complete up to this page: omitted objects
// would look deleted.
func (l listOf[T]) whole(pageIndex int) bool {
	return l.Total != nil && *l.Total >= 0 && (len(l.Objects) == pageSize || int(*l.Total) <= (pageIndex-1)*pageSize+len(l.Objects))
}

// onlyFields is a response profile of the fields into which the answer is
// decoded: the API omits all others (wire case appToken_get_response_profile).
func onlyFields(answer any) map[string]any {
	var names []string
	for field := range reflect.TypeOf(answer).Elem().Fields() {
		names = append(names, field.Tag.Get("json"))
	}
	return map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": 1, "fields": strings.Join(names, ",")}
}
