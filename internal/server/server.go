// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package server serves a provider over plugin protocol 6. Unlike the
// framework's own server, it keeps nothing of a call that has returned, serves
// one call at a time that reads a long list from the API, makes no engine quote
// a text of the configuration, and has words for a number that is not whole.
package server

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Serve serves a provider until the engine disconnects. With debug, it prints
// TF_REATTACH_PROVIDERS and serves until SIGINT.
func Serve(p provider.Provider, debug bool) error {
	served, err := New(p)
	if err != nil {
		return err
	}
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	return tf6server.Serve("registry.terraform.io/kaltura/kaltura", func() tfprotov6.ProviderServer { return served }, options...)
}

// New returns the server of a provider. It fails only if the framework's server
// lacks a part of the protocol.
func New(p provider.Provider) (tfprotov6.ProviderServer, error) {
	framework := providerserver.NewProtocol6(p)()
	served, ok := framework.(protocol)
	if !ok {
		return nil, fmt.Errorf("%T does not implement list resources, actions and state stores", framework)
	}
	return releasing{served, schemasOf(served)}, nil
}

// protocol is everything that the framework's server implements. Not all of it
// is in tfprotov6.ProviderServer yet.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// releasing is the framework's server without its memory leak: the framework
// stores the context of every call, with its loggers, until the engine stops
// the provider. That is 27 KB for each call. Each call that an engine makes for
// an object gets a context that is released when the call returns. Calls that
// happen once in a process, and those for kinds of objects that the provider
// does not have, are passed on unchanged.
type releasing struct {
	protocol
	schemas func() *tfprotov6.GetProviderSchemaResponse
}

// call passes a call on with a context that ends with it.
func call[Request, Response any](
	ctx context.Context, method func(context.Context, Request) (Response, error), request Request,
) (Response, error) {
	released, release := withRelease(ctx)
	defer release()
	return method(released, request)
}

// readingCall is call for what changes nothing. If the engine gives up, it
// returns soon: the framework may work for seconds on what the provider has
// read, without looking at the context.
func readingCall[Request, Response any](
	ctx context.Context, method func(context.Context, Request) (Response, error), request Request,
) (Response, error) {
	type result struct {
		response Response
		err      error
	}
	returned := make(chan result, 1)
	go func() {
		response, err := call(ctx, method, request)
		returned <- result{response, err}
	}()
	var last result
	select {
	case last = <-returned:
		return last.response, last.err
	case <-ctx.Done():
	}
	select {
	case last = <-returned: // with a message of the provider
	case <-time.After(stopTime):
		last.err = ctx.Err()
	}
	return last.response, last.err
}

// stopTime is how long a call may go on when the engine has given up.
const stopTime = 500 * time.Millisecond
