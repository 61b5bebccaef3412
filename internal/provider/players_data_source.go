// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura"
)

var _ datasource.DataSourceWithConfigure = (*playersDataSource)(nil)

type playersDataSource struct{ configuredDataSource }

type playersModel struct {
	PartnerID    types.Int64    `tfsdk:"partner_id"`
	ID           types.String   `tfsdk:"id"`
	NameContains types.String   `tfsdk:"name_contains"`
	Tags         []types.String `tfsdk:"tags"`
	Kind         types.String   `tfsdk:"kind"`
	Players      []playerModel  `tfsdk:"players"`
}

type playerModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Kind      types.String `tfsdk:"kind"`
	Tags      types.List   `tfsdk:"tags"`
	CreatedAt types.String `tfsdk:"created_at"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

// Words for KalturaUiConfObjType. The API has one number for versions 3 and 7.
var playerKindWords = []word{{1, "v2"}, {5, "playlist"}, {7, "recorder"}, {8, "v7"}}

func (m playersModel) filter() kaltura.PlayerFilter {
	id, _ := strconv.ParseInt(m.ID.ValueString(), 10, 64) // validated
	filter := kaltura.PlayerFilter{
		ID: id, NameContains: m.NameContains.ValueString(), Kind: numberFor(playerKindWords, m.Kind.ValueString()),
	}
	for _, tag := range m.Tags {
		filter.Tags = append(filter.Tags, strings.TrimSpace(tag.ValueString()))
	}
	return filter
}

func (m *playerModel) set(player kaltura.Player) {
	*m = playerModel{
		ID:        types.StringValue(strconv.FormatInt(player.ID, 10)),
		Name:      types.StringValue(player.Name),
		Kind:      wordFor(playerKindWords, player.Kind),
		Tags:      types.ListValueMust(types.StringType, textValues(player.Tags)),
		CreatedAt: timeValue(player.CreatedAt),
		UpdatedAt: timeValue(player.UpdatedAt),
	}
}

// NewPlayersDataSource returns the data source kaltura_players.
func NewPlayersDataSource() datasource.DataSource { return &playersDataSource{} }

func (d *playersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_players"
}

func (d *playersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	filled := []validator.String{quietString{stringvalidator.LengthAtLeast(1)}}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the account's own players with their IDs (uiConf IDs), which embed codes and plug-in forms require in addition to the Partner ID. " +
			"Omits the players' configurations. Requires the permission `STUDIO_BASE`, `BASE_USER_SESSION_PERMISSION` or `WIDGET_SESSION_PERMISSION`, or " +
			"`KMC_READ_ONLY` with `KMC_ACCESS`; a session without a role has one of them.",
		Attributes: map[string]schema.Attribute{
			"partner_id": optionalPartnerID(childPartnerID),
			"id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only the player with this ID. If there is none, reading fails.",
				Validators: []validator.String{quietString{stringvalidator.RegexMatches(wholeID, "must be a number, such as 23448001")}},
			},
			"name_contains": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only players whose name contains this text, ignoring case.", Validators: filled,
			},
			"tags": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, MarkdownDescription: "Only players with all of these tags, ignoring case.",
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(filled...)},
			},
			"kind": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Only players of this kind: `v7`, `v2`, `playlist` or `recorder`.",
				Validators: []validator.String{quietString{stringvalidator.OneOf(wordTexts(playerKindWords)...)}},
			},
			"players": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The players, by ID.",
				NestedObject: schema.NestedAttributeObject{Attributes: playerAttributes()},
			},
		},
	}
}

func playerAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":   computedString("ID of the player, a number: the uiConf ID."),
		"name": computedString("Name of the player."),
		"kind": computedString("`v7` (also version 3), `v2`, `playlist` or `recorder`; otherwise `unknown_` and a number."),
		"tags": schema.ListAttribute{
			Computed: true, ElementType: types.StringType, MarkdownDescription: "Tags of the player.",
		},
		"created_at": computedString("Time of creation, in RFC 3339 (UTC)."),
		"updated_at": computedString("Time of the last change, in RFC 3339 (UTC)."),
	}
}

func (d *playersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model playersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(d.provider.checkReady()...)
	if resp.Diagnostics.HasError() {
		return
	}
	account := d.provider.inAccount(model.PartnerID)
	players, err := account.client.Players(ctx, model.filter())
	if err != nil {
		resp.Diagnostics.Append(account.diagnostic(err))
		return
	}
	if len(players) == 0 && !model.ID.IsNull() {
		resp.Diagnostics.AddError("No Such Kaltura Player", "The account has no player with this id, or the player does not match the other arguments. "+
			"Players of other accounts are not found. KMC shows the IDs in its Studio.")
		return
	}
	model.PartnerID = partnerIDOf(account.client)
	model.Players = make([]playerModel, len(players))
	for i, player := range players {
		model.Players[i].set(player)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
