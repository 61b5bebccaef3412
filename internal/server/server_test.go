// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider"
	"github.com/kaltura/terraform-provider-kaltura/internal/server"
)

// once are the calls that an engine makes once in a process, and those for kinds
// of objects that the provider does not have.
var once = []string{
	"GetMetadata", "GetProviderSchema", "GetResourceIdentitySchemas", "ConfigureProvider", "StopProvider",
	"GetFunctions", "CallFunction",
	"ValidateActionConfig", "PlanAction", "InvokeAction",
	"ValidateStateStoreConfig", "ConfigureStateStore", "ReadStateBytes", "WriteStateBytes", "GetStates", "DeleteState", "LockState", "UnlockState",
}

type contextKey struct{}

// TestCalls_keepNoContext: what a call's context holds is garbage when the call
// has returned. Each part of the protocol that the framework serves is served.
func TestCalls_keepNoContext(t *testing.T) {
	framework := reflect.TypeOf(providerserver.NewProtocol6(provider.New("test")())())
	served := reflect.ValueOf(newServer(t))
	for i := range framework.NumMethod() {
		name := framework.Method(i).Name
		if name == "StopProvider" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			method := served.MethodByName(name)
			if !method.IsValid() {
				t.Fatal("the provider does not serve it")
			}
			if slices.Contains(once, name) {
				return
			}
			held := calledWith(t.Context(), method)
			runtime.GC()
			if held.Value() != nil {
				t.Error("the server keeps the context of a call that has returned")
			}
		})
	}
	runtime.KeepAlive(served)
}

// calledWith calls a method with an empty request and a context with a value,
// and returns a pointer that says whether something still holds the value.
func calledWith(parent context.Context, method reflect.Value) weak.Pointer[[1 << 10]byte] {
	value := new([1 << 10]byte)
	ctx := context.WithValue(parent, contextKey{}, value)
	results := method.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.New(method.Type().In(1).Elem())})
	if stream, ok := results[0].Interface().(*tfprotov6.ListResourceServerStream); ok {
		stream.Results(func(tfprotov6.ListResourceResult) bool { return true }) // the call ends with its last result
	}
	return weak.Make(value)
}

func newServer(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	served, err := server.New(provider.New("test")())
	if err != nil {
		t.Fatal(err)
	}
	return served
}

// reading configures a server for an account, and returns a function that reads
// a data source.
func reading(t *testing.T, served tfprotov6.ProviderServer, api *kalturatest.Server, account kalturatest.Account, name string) func(context.Context) *tfprotov6.ReadDataSourceResponse {
	t.Helper()
	schemas, err := served.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	configured, err := served.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(t, schemas.Provider, map[string]any{
		"service_url": api.URL, "partner_id": account.ID, "admin_secret": account.AdminSecret,
	})})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured)
	}
	request := &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: encode(t, schemas.DataSourceSchemas[name], nil)}
	return func(ctx context.Context) *tfprotov6.ReadDataSourceResponse {
		answer, err := served.ReadDataSource(ctx, request)
		if err != nil {
			t.Error(err)
		}
		return answer
	}
}

func encode(t *testing.T, schema *tfprotov6.Schema, given map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	object := schema.ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, given[name])
	}
	encoded, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

// TestCalls_end: a call ends when its own context is canceled, and when the
// engine stops the provider.
func TestCalls_end(t *testing.T) {
	for name, end := range map[string]func(context.CancelFunc, tfprotov6.ProviderServer){
		"canceled": func(cancel context.CancelFunc, _ tfprotov6.ProviderServer) { cancel() },
		"stopped": func(_ context.CancelFunc, served tfprotov6.ProviderServer) {
			_, _ = served.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := kalturatest.NewServer(t)
			api.Inject(kalturatest.Drop(kalturatest.Hang).For(-1))
			served := newServer(t)
			read := reading(t, served, api, kalturatest.Acme, "kaltura_account")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			answers := make(chan *tfprotov6.ReadDataSourceResponse)
			go func() { answers <- read(ctx) }()
			for api.Count("", "") == 0 {
				runtime.Gosched()
			}
			end(cancel, served)
			answer := <-answers
			if len(answer.Diagnostics) != 1 || !strings.Contains(answer.Diagnostics[0].Summary, "Cancel") {
				t.Errorf("%+v", answer.Diagnostics)
			}
		})
	}
}

// deaf is a provider with a data source and a resource that do not look at the
// context of a call, as the framework does not.
type deaf struct{ reading, done chan struct{} }

func (d deaf) Metadata(_ context.Context, _ frameworkprovider.MetadataRequest, resp *frameworkprovider.MetadataResponse) {
	resp.TypeName = "deaf"
}

func (deaf) Schema(context.Context, frameworkprovider.SchemaRequest, *frameworkprovider.SchemaResponse) {
}

func (deaf) Configure(context.Context, frameworkprovider.ConfigureRequest, *frameworkprovider.ConfigureResponse) {
}

func (d deaf) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return deafResource{d, nil} }}
}

func (d deaf) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return deafSource(d) }}
}

type deafSource deaf

func (deafSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "deaf"
}
func (deafSource) Schema(context.Context, datasource.SchemaRequest, *datasource.SchemaResponse) {}
func (d deafSource) Read(context.Context, datasource.ReadRequest, *datasource.ReadResponse) {
	deaf(d).work()
}

func (d deaf) work() {
	close(d.reading)
	<-d.done
}

// deafResource needs only what the calls that change nothing use.
type deafResource struct {
	deaf
	resource.Resource
}

func (deafResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "deaf"
}
func (deafResource) Schema(context.Context, resource.SchemaRequest, *resource.SchemaResponse) {}
func (d deafResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)     { d.work() }

func (d deafResource) ModifyPlan(context.Context, resource.ModifyPlanRequest, *resource.ModifyPlanResponse) {
	d.work()
}

func (d deafResource) ValidateConfig(context.Context, resource.ValidateConfigRequest, *resource.ValidateConfigResponse) {
	d.work()
}

// TestCalls_stopSoon: a call that changes nothing ends with its context even if
// what it does goes on.
func TestCalls_stopSoon(t *testing.T) {
	config, err := tfprotov6.NewDynamicValue(tftypes.Object{}, tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}))
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func(context.Context, tfprotov6.ProviderServer) error{
		"ReadDataSource": func(ctx context.Context, served tfprotov6.ProviderServer) error {
			_, err := served.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "deaf", Config: &config})
			return err
		},
		"ReadResource": func(ctx context.Context, served tfprotov6.ProviderServer) error {
			_, err := served.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "deaf", CurrentState: &config})
			return err
		},
		"PlanResourceChange": func(ctx context.Context, served tfprotov6.ProviderServer) error {
			_, err := served.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "deaf", PriorState: &config, Config: &config, ProposedNewState: &config})
			return err
		},
		"ValidateResourceConfig": func(ctx context.Context, served tfprotov6.ProviderServer) error {
			_, err := served.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "deaf", Config: &config})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := deaf{make(chan struct{}), make(chan struct{})}
			defer close(provider.done)
			served, err := server.New(provider)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-provider.reading
				cancel()
			}()
			ended := make(chan error, 1)
			go func() { ended <- call(ctx, served) }()
			select {
			case err := <-ended:
				if !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			case <-time.After(time.Minute):
				t.Error("the call goes on")
			}
		})
	}
}

// TestCalls_longLists: a call that reads a long list ends its turn, or the next
// one would wait for ever.
func TestCalls_longLists(t *testing.T) {
	group := kalturatest.LargeGroup(600)
	read := reading(t, newServer(t), kalturatest.NewServer(t, group...), group[0], "kaltura_accounts")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for range 3 {
		if answer := read(ctx); len(answer.Diagnostics) > 0 {
			t.Fatal(answer.Diagnostics)
		}
	}
}

// TestCalls_log: the lines of a call arrive at the logger of its context.
func TestCalls_log(t *testing.T) {
	var lines bytes.Buffer
	read := reading(t, newServer(t), kalturatest.NewServer(t), kalturatest.Acme, "kaltura_account")
	read(tflogtest.RootLogger(t.Context(), &lines))
	if !strings.Contains(lines.String(), "Kaltura API request") {
		t.Errorf("logged: %s", lines.String())
	}
}
