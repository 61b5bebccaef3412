// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ValidateProviderConfig implements tfprotov6.ProviderServer.
func (s releasing) ValidateProviderConfig(ctx context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	if diags := checkNumbers(s.schemas().Provider, request.Config); diags != nil {
		return &tfprotov6.ValidateProviderConfigResponse{Diagnostics: diags}, nil
	}
	return call(ctx, s.protocol.ValidateProviderConfig, request)
}

// ValidateDataResourceConfig implements tfprotov6.ProviderServer.
func (s releasing) ValidateDataResourceConfig(ctx context.Context, request *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	if diags := checkNumbers(s.schemas().DataSourceSchemas[request.TypeName], request.Config); diags != nil {
		return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: diags}, nil
	}
	response, err := call(ctx, s.protocol.ValidateDataResourceConfig, request)
	if err == nil {
		hideTexts(s.schemas().DataSourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// ReadDataSource implements tfprotov6.ProviderServer.
func (s releasing) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	response, err := readingCall(ctx, s.protocol.ReadDataSource, request)
	if err == nil {
		hideTexts(s.schemas().DataSourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// ValidateResourceConfig implements tfprotov6.ProviderServer.
func (s releasing) ValidateResourceConfig(ctx context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if diags := checkNumbers(s.schemas().ResourceSchemas[request.TypeName], request.Config); diags != nil {
		return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: diags}, nil
	}
	response, err := readingCall(ctx, s.protocol.ValidateResourceConfig, request)
	if err == nil {
		hideTexts(s.schemas().ResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// UpgradeResourceState implements tfprotov6.ProviderServer.
func (s releasing) UpgradeResourceState(ctx context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return call(ctx, s.protocol.UpgradeResourceState, request)
}

// UpgradeResourceIdentity implements tfprotov6.ProviderServer.
func (s releasing) UpgradeResourceIdentity(ctx context.Context, request *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return call(ctx, s.protocol.UpgradeResourceIdentity, request)
}

// ReadResource implements tfprotov6.ProviderServer.
func (s releasing) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	response, err := readingCall(ctx, s.protocol.ReadResource, request)
	if err == nil {
		hideTexts(s.schemas().ResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// PlanResourceChange implements tfprotov6.ProviderServer.
func (s releasing) PlanResourceChange(ctx context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	response, err := readingCall(ctx, s.protocol.PlanResourceChange, request)
	if err == nil {
		hideTexts(s.schemas().ResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// ApplyResourceChange implements tfprotov6.ProviderServer.
func (s releasing) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	response, err := call(ctx, s.protocol.ApplyResourceChange, request)
	if err == nil {
		hideTexts(s.schemas().ResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// ImportResourceState implements tfprotov6.ProviderServer.
func (s releasing) ImportResourceState(ctx context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	response, err := call(ctx, s.protocol.ImportResourceState, request)
	if err == nil {
		hideTexts(s.schemas().ResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// MoveResourceState implements tfprotov6.ProviderServer.
func (s releasing) MoveResourceState(ctx context.Context, request *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return call(ctx, s.protocol.MoveResourceState, request)
}

// GenerateResourceConfig implements tfprotov6.ProviderServer.
func (s releasing) GenerateResourceConfig(ctx context.Context, request *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return call(ctx, s.protocol.GenerateResourceConfig, request)
}

// ValidateEphemeralResourceConfig implements tfprotov6.ProviderServer.
func (s releasing) ValidateEphemeralResourceConfig(ctx context.Context, request *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	if diags := checkNumbers(s.schemas().EphemeralResourceSchemas[request.TypeName], request.Config); diags != nil {
		return &tfprotov6.ValidateEphemeralResourceConfigResponse{Diagnostics: diags}, nil
	}
	response, err := call(ctx, s.protocol.ValidateEphemeralResourceConfig, request)
	if err == nil {
		hideTexts(s.schemas().EphemeralResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// OpenEphemeralResource implements tfprotov6.ProviderServer.
func (s releasing) OpenEphemeralResource(ctx context.Context, request *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	response, err := call(ctx, s.protocol.OpenEphemeralResource, request)
	if err == nil {
		hideTexts(s.schemas().EphemeralResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// RenewEphemeralResource implements tfprotov6.ProviderServer.
func (s releasing) RenewEphemeralResource(ctx context.Context, request *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return call(ctx, s.protocol.RenewEphemeralResource, request)
}

// CloseEphemeralResource implements tfprotov6.ProviderServer.
func (s releasing) CloseEphemeralResource(ctx context.Context, request *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return call(ctx, s.protocol.CloseEphemeralResource, request)
}

// ValidateListResourceConfig implements tfprotov6.ProviderServer.
func (s releasing) ValidateListResourceConfig(ctx context.Context, request *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	if diags := checkNumbers(s.schemas().ListResourceSchemas[request.TypeName], request.Config); diags != nil {
		return &tfprotov6.ValidateListResourceConfigResponse{Diagnostics: diags}, nil
	}
	response, err := call(ctx, s.protocol.ValidateListResourceConfig, request)
	if err == nil {
		hideTexts(s.schemas().ListResourceSchemas[request.TypeName], response.Diagnostics)
	}
	return response, err
}

// ListResource implements tfprotov6.ListResourceServer. Its call ends with the
// last result.
func (s releasing) ListResource(ctx context.Context, request *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	released, release := withRelease(ctx)
	stream, err := s.protocol.ListResource(released, request)
	if err != nil {
		release()
		return nil, err
	}
	return &tfprotov6.ListResourceServerStream{Results: func(yield func(tfprotov6.ListResourceResult) bool) {
		defer release()
		stream.Results(func(result tfprotov6.ListResourceResult) bool {
			hideTexts(s.schemas().ListResourceSchemas[request.TypeName], result.Diagnostics)
			return yield(result)
		})
	}}, nil
}
