// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"iter"
	"time"
)

// Pages are the parts of a list, in its order, each read when it is asked for.
// They end after the first error.
type Pages[T any] = iter.Seq2[[]T, error]

// wholeList reads all pages.
func wholeList[T any](pages Pages[T]) ([]T, error) {
	all := []T{}
	for page, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

// where leaves out the objects that do not match.
func where[T any](pages Pages[T], matches func(T) bool) Pages[T] {
	return func(yield func([]T, error) bool) {
		for page, err := range pages {
			var matching []T
			for _, object := range page {
				if matches(object) {
					matching = append(matching, object)
				}
			}
			if !yield(matching, err) {
				return
			}
		}
	}
}

// maxPages is where the API refuses to read on: QUERY_EXCEEDED_MAX_MATCHES_ALLOWED
// from object 10,000 on.
const maxPages = MaxObjects / pageSize

// dated is an object of a list in the order of creation.
type dated interface {
	created() (id string, at time.Time)
	weight() weight
}

// byCreation reads a list oldest objects first, so that objects that are created
// or deleted meanwhile are neither skipped nor listed twice, and so that no page
// starts far from the first, which the API refuses. It fails with ListTooLong if
// there are more than most.
func byCreation[T dated](ctx context.Context, list apiAction, since int64, most int, read func(since int64, index int) ([]T, error)) Pages[T] {
	return func(yield func([]T, error) bool) {
		seen, total, index := map[string]bool{}, amount{most: most}, 1
		for range 2 * most / pageSize {
			objects, err := read(since, index)
			if err != nil {
				yield(nil, err)
				return
			}
			var added []T
			for _, object := range objects {
				if id, _ := object.created(); !seen[id] {
					seen[id] = true
					added = append(added, object)
					total.add(object.weight())
				}
			}
			if total.exceeded() {
				break
			}
			if err := total.waitTurn(ctx, list); err != nil {
				yield(nil, err)
				return
			}
			if !yield(added, nil) || len(objects) < pageSize {
				return
			}
			// More than a page of objects may share one second.
			_, at := objects[len(objects)-1].created()
			if last := at.Unix(); last > since {
				index, since = 1, last
			} else if index++; index > maxPages {
				break
			}
		}
		yield(nil, list.failed(ListTooLong))
	}
}

// numbered is an object of a list in the order of IDs (orderBy "+id").
type numbered interface {
	number() int64
	weight() weight
}

// byID reads a list in the order of IDs, for actions without a filter to go on
// from. read returns a page and the number of objects in the whole list. If that
// decreases, others have deleted objects, and the page may start behind objects
// that were never read: it goes back. An object deleted while another is added
// goes unnoticed. It fails with ListTooLong above
// [MaxObjects], and with UnexpectedAnswer if a server ignores the order.
func byID[T numbered](ctx context.Context, list apiAction, read func(index int) (page []T, whole int, err error)) Pages[T] {
	return func(yield func([]T, error) bool) {
		total, known, reached, last := amount{most: MaxObjects}, 0, 0, int64(0)
		for index, requests := 1, 0; requests < 2*MaxObjects/pageSize; requests++ {
			objects, whole, err := read(index)
			if err != nil {
				yield(nil, err)
				return
			}
			deleted := known - whole
			if known = whole; deleted > 0 && index > 1 {
				index = max(1, index-1-deleted/pageSize)
				continue
			}
			var added []T
			previous := int64(0)
			for _, object := range objects {
				id := object.number()
				if id <= previous || id <= last && index > reached {
					yield(nil, list.failed(UnexpectedAnswer))
					return
				}
				if previous = id; id > last {
					added = append(added, object)
					total.add(object.weight())
				}
			}
			if last, reached = max(last, previous), max(reached, index); total.exceeded() {
				break
			}
			if err := total.waitTurn(ctx, list); err != nil {
				yield(nil, err)
				return
			}
			if !yield(added, nil) || len(objects) < pageSize {
				return
			}
			index++
		}
		yield(nil, list.failed(ListTooLong))
	}
}
