// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"errors"
	"strings"
	"sync"
)

// The most that an answer may hold. Answers with more fail with AnswerTooLarge,
// and lists with more objects with ListTooLong or TooManyAccounts.
const (
	// MaxAnswerBytes is the maximum size of an answer after decompression, and
	// MaxListBytes that of a page of a list. One account takes a few KB, a page of
	// 500 about 2.5 MB.
	MaxAnswerBytes = 256 << 10
	MaxListBytes   = 8 << 20
	// MaxObjects is the maximum number of objects of a list. The API itself
	// serves no more of one query (QUERY_EXCEEDED_MAX_MATCHES_ALLOWED).
	MaxObjects = 10_000
	// MaxItems is the maximum number of items in a text such as permissionNames
	// or sessionPrivileges. The API stores at most 65,535 bytes, and has about 200
	// permissions.
	MaxItems = 2_500
	// maxListWeight limits the memory that a list takes: see amount.
	maxListWeight = 12 << 20
)

// What an object with a dozen attributes and an item of one add to the weight of
// a list besides their texts. A plugin call takes at most ten times as much
// memory as the weight.
const (
	objectWeight = 768
	itemWeight   = 128
	// longWeight is the weight of a long list: a page of small objects.
	longWeight = pageSize * objectWeight
	// largePage is the size, in bytes, from which on a page does not stay in memory
	// while its call waits for the turn. Pages of a genuine server are hardly ever
	// that large.
	largePage = 2 << 20
)

// weight is how much a list, or an object of it, holds.
type weight struct{ objects, items, bytes int }

// weightOf is the weight of an object with items and texts.
func weightOf(items []string, texts ...string) weight {
	total := weight{objects: 1, items: len(items)}
	for _, text := range append(texts, items...) {
		total.bytes += len(text)
	}
	return total
}

func (w *weight) add(other weight) {
	w.objects, w.items, w.bytes = w.objects+other.objects, w.items+other.items, w.bytes+other.bytes
}

// called is the weight of a list that becomes the result of a call.
func (w weight) called() int { return objectWeight*w.objects + itemWeight*w.items + w.bytes }

// kept is how many bytes a list takes that is only kept.
func (w weight) kept() int64 { return int64(w.called()/4 + w.bytes) }

// amount is how much of a list was read.
type amount struct{ most, objects, weight int }

// add adds an object.
func (a *amount) add(w weight) { a.objects, a.weight = a.objects+1, a.weight+w.called() }

func (a *amount) exceeded() bool { return a.objects > a.most || a.weight > maxListWeight }

// waitTurn waits for the turn of the context's call if the list is long.
func (a *amount) waitTurn(ctx context.Context, list apiAction) error {
	call, ok := ctx.Value(turnKey{}).(*turn)
	if !ok || a.weight < longWeight || call.take(ctx) {
		return nil
	}
	return list.cancelled(ctx)
}

var (
	// longLists is the turn of the calls of this process that read a long list:
	// the memory of one is bounded, that of ten at a time would not be.
	longLists = make(chan struct{}, 1)
	// largeAnswers is the same for reading and decoding one answer of more than
	// MaxAnswerBytes.
	largeAnswers = make(chan struct{}, 1)
)

type turnKey struct{}

// turn is the turn of a call, or of a look-up, in its queue.
type turn struct {
	queue chan struct{}
	mu    sync.Mutex
	taken bool
}

// WithTurn returns a context for a call that may read long lists, and the
// function that ends the call. From its first long list to its end, no other
// call of this process under such a context reads one, because what the call
// makes of a list takes much more memory than the list.
func WithTurn(parent context.Context) (context.Context, func()) {
	return withTurn(parent, longLists)
}

func withTurn(parent context.Context, queue chan struct{}) (context.Context, func()) {
	call := &turn{queue: queue}
	return context.WithValue(parent, turnKey{}, call), call.end
}

// tryTake takes the turn if no other call has it.
func (t *turn) tryTake() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.taken {
		select {
		case t.queue <- struct{}{}:
			t.taken = true
		default:
		}
	}
	return t.taken
}

// take waits for the turn. It reports false if the context ends before.
func (t *turn) take(ctx context.Context) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken {
		return true
	}
	select {
	case t.queue <- struct{}{}:
		t.taken = true
	case <-ctx.Done():
	}
	return t.taken
}

func (t *turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken {
		<-t.queue
		t.taken = false
	}
}

var errTooManyItems = errors.New("more items than the API can store")

// itemsText is a text of comma-separated items, as many as the API can store.
type itemsText lenientString

// UnmarshalJSON implements json.Unmarshaler.
func (t *itemsText) UnmarshalJSON(data []byte) error {
	if err := (*lenientString)(t).UnmarshalJSON(data); err != nil {
		return err
	}
	if strings.Count(string(*t), ",") >= MaxItems {
		return errTooManyItems
	}
	return nil
}

// plain returns the text in one line, or "" if the answer has none.
func (t *itemsText) plain() string { return (*lenientString)(t).plainOrEmpty(oneLine) }

// names returns the items without white space and without empty ones.
func (t *itemsText) names() []string {
	var names []string
	for name := range strings.SplitSeq(t.plain(), ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}
