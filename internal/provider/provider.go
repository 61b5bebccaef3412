// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform side of the Kaltura provider: schemas,
// configuration and diagnostics. Package kaltura calls the Kaltura API.
package provider

import (
	"context"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
	"github.com/kaltura/terraform-provider-kaltura/internal/provider/settings"
)

var (
	_ provider.Provider                       = (*kalturaProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*kalturaProvider)(nil)
	_ provider.ProviderWithListResources      = (*kalturaProvider)(nil)
	_ provider.ProviderWithValidateConfig     = (*kalturaProvider)(nil)
)

type kalturaProvider struct {
	version string
	// sessions are open kaltura_session objects and logins.
	sessions openSessions
	// forbids and permits collect forbid_secrets_in_state of the provider blocks
	// of this process before any is configured. An engine starts a process for
	// each block; under a debugger all blocks share one.
	forbids, permits atomic.Bool
}

// New returns the constructor that the plugin server calls. The provider
// reports the version to the Kaltura API.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &kalturaProvider{version: version}
	}
}

func (p *kalturaProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "kaltura"
	resp.Version = p.version
}

func (p *kalturaProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the account info of a Kaltura account: what KMC shows under " +
			"Settings > Integrations > Account info. Each attribute can come from an environment variable, or from a file " +
			"whose path is in the same variable with the suffix `_FILE`. The configuration takes precedence.",
		Attributes: settings.Attributes(),
	}
}

func (p *kalturaProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var block types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	forbids, diags := settings.Validate(block)
	resp.Diagnostics.Append(diags...)
	if forbids {
		p.forbids.Store(true)
	} else {
		p.permits.Store(true)
	}
}

// Configure sends no request, because signing in happens at first use. It
// requires no credentials, because a configuration may read nothing.
func (p *kalturaProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var block types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	read, diags := settings.Read(block)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &providerData{
		serviceURL: kaltura.ShownServiceURL(read.Client.ServiceURL), possibleCauses: read.PossibleCauses, unready: read.Unready, sessions: &p.sessions,
		forbidsSecretsInState: read.ForbidSecretsInState,
		explained:             &atomic.Bool{}, managedRoles: &rolesByID[bool]{}, plannedRoles: &rolesByID[[]string]{}, rolesUnread: &atomic.Bool{},
	}
	if len(read.Unknown) > 0 {
		data.unready = unknownConfiguration(read.Unknown)
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		}
	} else if !data.unready.HasError() {
		data.unready = p.connect(data, read.Client, read.Secrets, req.TerraformVersion)
	}
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ResourceData = data
	resp.ListResourceData = data
}

// connect creates the client that all objects of this provider block share.
func (p *kalturaProvider) connect(data *providerData, config kaltura.Config, secrets []string, engineVersion string) diag.Diagnostics {
	var diags diag.Diagnostics
	config.ClientTag = "terraform-provider-kaltura:" + p.version
	// Terraform and OpenTofu have similar version numbers, and nothing else
	// distinguishes them.
	config.UserAgent = "terraform-provider-kaltura/" + p.version + " tf-engine/" + engineVersion
	config.OnAttempt = logAttempts(secrets)
	client, err := kaltura.New(config)
	if err != nil {
		diags.Append(data.diagnostic(err))
		return diags
	}
	data.client = client
	data.sessions.add(client)
	return diags
}

func (p *kalturaProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewAccountDataSource,
		func() datasource.DataSource {
			return &accountInfoDataSource{forbidden: func() bool { return p.forbids.Load() && !p.permits.Load() }}
		},
		NewAccountSecretVersionsDataSource,
		NewAccountsDataSource,
		NewAppTokensDataSource,
		NewCurrentSessionDataSource,
		NewPermissionsDataSource,
		NewPlayersDataSource,
		NewSecretAccessDataSource,
		NewUserRoleDataSource,
	}
}

func (p *kalturaProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		NewAccountInfoEphemeralResource,
		NewAppTokenEphemeralResource,
		NewSessionEphemeralResource,
	}
}

func (p *kalturaProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		NewAppTokenResource,
		NewUserRoleResource,
	}
}

func (p *kalturaProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		NewAppTokenListResource,
		NewUserRoleListResource,
	}
}
