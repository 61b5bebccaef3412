// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kaltura

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
)

// lookUp reads a list once for all callers, unless other lists have used up the
// memory for it.
type lookUp[T heavy] struct {
	mu sync.Mutex
	// latest is the request in progress, or the one whose answer is kept.
	latest *sharedAnswer[T]
}

// heavy is a list with a weight, as in amount.
type heavy interface{ weight() weight }

// keptMemory is the memory that the look-ups of a client and of its children
// take.
type keptMemory struct {
	// bytes is how much they were to keep. Above maxKept, they keep nothing more.
	bytes atomic.Int64
	// turn is the turn of those that read a long list. It is not that of the calls:
	// a call that has its turn may wait for the look-up of another.
	turn chan struct{}
}

// maxKept has room for the lists of about 150 children of the usual size.
const maxKept = 24 << 20

func newKeptMemory() *keptMemory { return &keptMemory{turn: make(chan struct{}, 1)} }

// sharedAnswer is the answer of one request. value and err are set when done is
// closed.
type sharedAnswer[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// get returns what load returned for the first caller. Callers that wait share
// its failure, because separate requests would multiply the wait for a server
// that does not answer. Only an answer that will not change is kept: the value,
// or that it cannot be read. Without memory to keep it, each caller reads its own
// copy.
func (l *lookUp[T]) get(ctx context.Context, memory *keptMemory, load func(context.Context) (T, error)) (T, error) {
	for {
		l.mu.Lock()
		shared, leads := l.latest, l.latest == nil
		if leads && memory.bytes.Load() > maxKept {
			l.mu.Unlock()
			return load(ctx)
		}
		if leads {
			shared = &sharedAnswer[T]{done: make(chan struct{})}
			l.latest = shared
		}
		l.mu.Unlock()
		if leads {
			l.lead(ctx, memory, shared, load)
			return shared.value, shared.err
		}
		select {
		case <-shared.done:
		case <-ctx.Done():
			failure, cause := contextFailure(ctx)
			var none T
			return none, &Error{Failure: failure, cause: cause}
		}
		if !contextEnded(shared.err) {
			return shared.value, shared.err
		}
		// Only the caller that asked gave up, so the next one takes over.
	}
}

func (l *lookUp[T]) lead(ctx context.Context, memory *keptMemory, shared *sharedAnswer[T], load func(context.Context) (T, error)) {
	loading, end := withTurn(ctx, memory.turn)
	shared.value, shared.err = load(loading)
	end()
	keeps := isUnreadable(shared.err)
	if shared.err == nil {
		keeps = memory.bytes.Add(shared.value.weight().kept()) <= maxKept
	}
	if !keeps {
		l.mu.Lock()
		l.latest = nil
		l.mu.Unlock()
	}
	close(shared.done)
}

// isUnreadable reports that a list can be read by no retry: the session may not,
// it is too large, or it is not what it says.
func isUnreadable(err error) bool {
	switch FailureOf(err) {
	case ActionForbidden, AnswerTooLarge, ListTooLong, UnexpectedAnswer:
		return true
	}
	return false
}

// objects is a list that is kept.
type objects[T heavy] []T

func (all objects[T]) weight() (total weight) {
	for _, one := range all {
		total.add(one.weight())
	}
	return total
}

// lookUps are what the calls of one client share.
type lookUps struct {
	memory      *keptMemory
	roles       lookUp[objects[UserRole]]
	permissions lookUp[Permissions]
	firstUsers  lookUp[userPage]
	tokens      lookUp[objects[AppTokenInfo]]

	mu sync.Mutex
	// changedRoles are the roles that this client wrote since, nil for a deleted
	// one.
	changedRoles map[int64]*UserRole
	// changedTokens are the app tokens that this client wrote since, by ID in lower
	// case, nil for a deleted one.
	changedTokens map[string]*AppTokenInfo
}

func (l *lookUps) roleChanged(id int64, role *UserRole) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changedRoles == nil {
		l.changedRoles = map[int64]*UserRole{}
	}
	l.changedRoles[id] = role
}

// withChanges returns the roles as this client has left them.
func (l *lookUps) withChanges(listed []UserRole) []UserRole {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.changedRoles) == 0 {
		return listed
	}
	roles := []UserRole{}
	for _, role := range listed {
		if _, changed := l.changedRoles[role.ID]; !changed {
			roles = append(roles, role)
		}
	}
	for _, role := range l.changedRoles {
		if role != nil {
			roles = append(roles, *role)
		}
	}
	return roles
}

// Roles lists the roles of the account and the API's own, once for all callers,
// with what this client has changed since (userRole.list, permission as for
// [Client.UserRoles]). Changes by others are not seen. It fails with
// ListTooLong above [MaxObjects].
func (c *Client) Roles(ctx context.Context) ([]UserRole, error) {
	listed, err := c.lookUps.roles.get(ctx, c.lookUps.memory, func(ctx context.Context) (objects[UserRole], error) { return wholeList(c.rolePages(ctx)) })
	if err != nil {
		return nil, err
	}
	return c.lookUps.withChanges(listed), nil
}

// RolesNamed returns the roles that the API may mean by the ID or system name of
// a role: more than one if the account has roles with one system name, or with
// one of the API's own roles. If it finds none and fresh is set, it asks again
// for this one, which somebody else may have made since.
func (c *Client) RolesNamed(ctx context.Context, reference string, fresh bool) ([]UserRole, error) {
	roles, err := c.Roles(ctx)
	wanted := roleOfToken(setRole + ":" + reference)
	named := wanted.among(roles)
	if err != nil || !fresh || len(named) > 0 {
		return named, err
	}
	roles, err = c.UserRoles(ctx, UserRoleFilter{ID: wanted.id, SystemName: reference})
	named = wanted.among(roles)
	for _, role := range named {
		c.lookUps.roleChanged(role.ID, &role)
	}
	return named, err
}

// RolesOfSession returns the roles that the API may mean if the privileges of a
// KS name one by its system name.
func (c *Client) RolesOfSession(ctx context.Context, privileges []string) ([]UserRole, error) {
	role := roleOfKS(privileges)
	if role.systemName == "" {
		return nil, nil
	}
	roles, err := readable(c.Roles(ctx))
	return role.among(roles), err
}

func (l *lookUps) tokenChanged(id string, token *AppTokenInfo) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changedTokens == nil {
		l.changedTokens = map[string]*AppTokenInfo{}
	}
	l.changedTokens[strings.ToLower(id)] = token
}

// AppTokensOf returns the app tokens whose sessions have the role. The tokens
// are listed once for all callers; what this client has changed since counts,
// changes by others do not. It fails like [Client.AppTokens].
func (c *Client) AppTokensOf(ctx context.Context, role UserRole) ([]AppTokenInfo, error) {
	listed, err := c.lookUps.tokens.get(ctx, c.lookUps.memory, func(ctx context.Context) (objects[AppTokenInfo], error) { return c.AppTokens(ctx, AppTokenFilter{}) })
	if err != nil {
		return nil, err
	}
	c.lookUps.mu.Lock()
	defer c.lookUps.mu.Unlock()
	var found []AppTokenInfo
	seen := map[string]bool{}
	for _, token := range listed {
		id := strings.ToLower(token.ID)
		if changed, isChanged := c.lookUps.changedTokens[id]; isChanged {
			seen[id] = true
			if changed == nil {
				continue
			}
			token = *changed
		}
		if token.Names(role) {
			found = append(found, token)
		}
	}
	for id, token := range c.lookUps.changedTokens {
		if token != nil && !seen[id] && token.Names(role) {
			found = append(found, *token)
		}
	}
	return found, nil
}
