// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"slices"
	"strings"
)

// Permissions that the actions of this package require.
const (
	everyPermission = "*"
	integrationBase = "INTEGRATION_BASE" // also reveals secret and adminSecret in KalturaPartner
)

// findRole resolves the value of setrole: the number or the system name in any
// letter case, with or without surrounding spaces (`setrole_system_name_lower`,
// `setrole_space_before`), but not the name (`setrole_name`).
func (a *Account) findRole(name string) *Role {
	name = strings.TrimSpace(name)
	for _, roles := range [][]Role{globalRoles, a.Roles} { // `setrole_system_name_spaces`
		r := find(roles, func(r *Role) bool {
			return r.Status != roleDeleted && (r.SystemName != "" && strings.EqualFold(r.SystemName, name) || itoa(r.ID) == name)
		})
		if r != nil {
			return r
		}
	}
	return nil
}

// permissionsOf resolves the role of a session: the setrole privilege, then the
// roles of its user, then the default of its type, `partner_getInfo_setrole`,
// `partner_getInfo_user_ks_for_owner`, `partner_getInfo_admin_unknown_user`.
func permissionsOf(a *Account, k *session) ([]string, error) {
	if name, ok := k.privilege("setrole"); ok && name != "" { // `setrole_empty`
		role := a.findRole(name)
		if role == nil {
			return nil, invalidObject("N/A")
		}
		return role.Permissions, nil
	}
	if u := a.findUser(k.userID); u != nil && len(u.Roles) > 0 {
		var all []string
		for _, name := range u.Roles {
			if role := a.findRole(name); role != nil {
				all = append(all, role.Permissions...)
			}
		}
		return all, nil
	}
	if k.admin() {
		return []string{everyPermission}, nil
	}
	return nil, nil
}

// permits: KMC_READ_ONLY only has an effect with KMC_ACCESS, on which it
// depends (`permission_list_depends`). Letter case is ignored
// (`userRole_add_permission_lowercase`).
func permits(have []string, anyOf ...string) bool {
	return slices.ContainsFunc(have, func(p string) bool {
		if strings.EqualFold(p, "KMC_READ_ONLY") && !containsFold(have, "KMC_ACCESS") {
			return false
		}
		return p == everyPermission || containsFold(anyOf, p)
	})
}

func containsFold(list []string, name string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, name) })
}

// normalPermissions are the permissions that a role can have; special ones
// enable features of the account (`userRole_get_global`,
// `userRole_add_permission_feature`).
var normalPermissions = strings.Fields(`ACCESS_CONTROL_ADD ACCESS_CONTROL_BASE ACCESS_CONTROL_DELETE ACCESS_CONTROL_UPDATE ACCOUNT_BASE
	ACCOUNT_UPDATE_SETTINGS adCuePoint.MANAGE ADMIN_BASE ADMIN_PERMISSION_ADD ADMIN_PERMISSION_DELETE
	ADMIN_PERMISSION_UPDATE ADMIN_PUBLISHER_MANAGE ADMIN_ROLE_ADD ADMIN_ROLE_DELETE ADMIN_ROLE_UPDATE ADMIN_USER_ADD
	ADMIN_USER_BULK ADMIN_USER_DELETE ADMIN_USER_UPDATE ADMIN_WHITE_BRANDING ADVERTISING_BASE
	ADVERTISING_UPDATE_SETTINGS ALWAYS_ALLOWED_ACTIONS ALWAYS_ALLOWED_FROM_INTERNAL_IP_ACTIONS ANALYTICS_BASE
	ANALYTICS_SEND_DATA ASPERA_BASE_PERMISSION ATTACHMENT_MODIFY AUDIT_TRAIL_ADD AUDIT_TRAIL_BASE
	BASE_USER_SESSION_PERMISSION BULK_LOG_BASE BULK_LOG_DELETE BULK_LOG_DOWNLOAD BULK_LOG_DOWNLOAD_EMAIL
	CAPTION_MODIFY CAPTION_SEARCH CONTENT_INGEST_BASE CONTENT_INGEST_BULK_UPLOAD CONTENT_INGEST_CLIP_MEDIA
	CONTENT_INGEST_EXTERNAL_SEARCH CONTENT_INGEST_FEED CONTENT_INGEST_INTO_ORPHAN CONTENT_INGEST_INTO_READY
	CONTENT_INGEST_ORPHAN_AUDIO CONTENT_INGEST_ORPHAN_VIDEO CONTENT_INGEST_REFERENCE_MODIFY
	CONTENT_INGEST_REMOTE_STORAGE CONTENT_INGEST_REPLACE CONTENT_INGEST_UPLOAD CONTENT_INGEST_WEBCAM
	CONTENT_MANAGE_ACCESS_CONTROL CONTENT_MANAGE_ANNOTATION CONTENT_MANAGE_ASSIGN_CATEGORIES CONTENT_MANAGE_BASE
	CONTENT_MANAGE_CATEGORY_USERS CONTENT_MANAGE_CUSTOM_DATA CONTENT_MANAGE_DELETE CONTENT_MANAGE_DISTRIBUTION_BASE
	CONTENT_MANAGE_DISTRIBUTION_PROFILE_MODIFY CONTENT_MANAGE_DISTRIBUTION_REMOVE CONTENT_MANAGE_DISTRIBUTION_SEND
	CONTENT_MANAGE_DISTRIBUTION_WHERE CONTENT_MANAGE_DOWNLOAD CONTENT_MANAGE_EDIT_CATEGORIES
	CONTENT_MANAGE_EMBED_CODE CONTENT_MANAGE_ENTRY_USERS CONTENT_MANAGE_EXPORT CONTENT_MANAGE_METADATA
	CONTENT_MANAGE_MIX CONTENT_MANAGE_RECONVERT CONTENT_MANAGE_SCHEDULE CONTENT_MANAGE_SHARE
	CONTENT_MANAGE_THUMBNAIL CONTENT_MANAGE_VIRUS_SCAN CONTENT_MODERATE_APPROVE_REJECT CONTENT_MODERATE_BASE
	CONTENT_MODERATE_CUSTOM_DATA CONTENT_MODERATE_METADATA cuePoint.MANAGE CUSTOM_DATA_FIELD_ADD
	CUSTOM_DATA_FIELD_DELETE CUSTOM_DATA_FIELD_UPDATE CUSTOM_DATA_PROFILE_ADD CUSTOM_DATA_PROFILE_BASE
	CUSTOM_DATA_PROFILE_DELETE CUSTOM_DATA_PROFILE_UPDATE dropFolder.CONTENT_INGEST_DROP_FOLDER_BASE
	dropFolder.CONTENT_INGEST_DROP_FOLDER_DELETE dropFolder.CONTENT_INGEST_DROP_FOLDER_MATCH
	dropFolder.CONTENT_INGEST_DROP_FOLDER_MODIFY eventNotification.EVENT_NOTIFICATIONS_TEMPLATE_BASE
	eventNotification.EVENT_NOTIFICATIONS_TEMPLATE_DELETE eventNotification.EVENT_NOTIFICATIONS_TEMPLATE_MANAGE
	eventNotification.EVENT_NOTIFICATION_BASE eventNotification.EVENT_NOTIFICATION_DISPATCH EXTERNAL_MEDIA_BASE
	EXTERNAL_MEDIA_DELETE EXTERNAL_MEDIA_MANAGE INTEGRATION_BASE INTEGRATION_UPDATE_SETTINGS KMC_ACCESS
	KMC_READ_ONLY LIVE_STREAM_ADD LIVE_STREAM_UPDATE MANAGE_ADMIN_USERS PARTNER_AGGREGATION_VIEW PLAYLIST_ADD
	PLAYLIST_BASE PLAYLIST_DELETE PLAYLIST_EMBED_CODE PLAYLIST_UPDATE SEARCH_SERVICE SHORT_LINK_BASE
	SHORT_LINK_MODIFY STUDIO_ADD_UICONF STUDIO_BASE STUDIO_BRAND_UICONF STUDIO_DELETE_UICONF STUDIO_SELECT_CONTENT
	STUDIO_UPDATE_UICONF SYNDICATION_ADD SYNDICATION_BASE SYNDICATION_DELETE SYNDICATION_UPDATE TRANSCODING_ADD
	TRANSCODING_BASE TRANSCODING_DELETE TRANSCODING_UPDATE widevine.WIDEVINE_BASE WIDGET_ADMIN
	WIDGET_SESSION_PERMISSION LIVE_CHANNEL_ADD LIVE_CHANNEL_UPDATE drm.DRM_DEVICE_BASE MEDIA_SERVER_PARTNER_LEVEL
	PUSH_PUBLISH_PERMISSION LIVE_STREAM_CREATE_SYNC_POINTS ALWAYS_ALLOWED_PERMISSION_HYBRID_ECDN
	PLAYBACK_BASE_PERMISSION RESPONSE_PROFILE_ADD RESPONSE_PROFILE_DELETE RESPONSE_PROFILE_UPDATE
	scheduledTask.SCHEDULED_TASK_BASE SERVER_NODE_BASE SERVER_NODE_ADD SERVER_NODE_DELETE SERVER_NODE_UPDATE
	APP_TOKEN_ADD APP_TOKEN_DELETE APP_TOKEN_BASE APP_TOKEN_UPDATE INTEGRATION_ACTIONS LIKE_LIST_ADMIN
	LIKE_LIST_USER QNA_WIDGET_SESSION_PERMISSION SCHEDULE_EVENT_BASE SCHEDULE_EVENT_DELETE SCHEDULE_EVENT_MANAGE
	SCHEDULE_RESOURCE_BASE SCHEDULE_RESOURCE_DELETE SCHEDULE_RESOURCE_MANAGE CAPTURE_DEVICE_PERMISSION
	WEBCAST_PRODUCER_PERMISSION KMS_USER_PERMISSION BASE_UPLOAD_PERMISSION REACH_VENDOR_PARTNER
	CONTENT_MANAGE_ASSIGN_USER_GROUP ESEARCH_READ_PERMISSION RATING_LIST_ADMIN CONTENT_MANAGE_CUE_POINT_OWNERSHIP
	VIRTUAL_EVENT_MANAGE VIRTUAL_EVENT_BASE VIRTUAL_EVENT_DELETE CREDIT_INFO_VIEW GAME_BASE GAME_MANAGE
	SCHEDULE_EVENT_FEATURE_MANAGE EP_BASE MEDIA_REPURPOSING_BASE MEDIA_REPURPOSING_MANAGE SESSION_READ_PERMISSION
	AGENTS_MANAGER_BASE AGENTS_MANAGER_MANAGE CONVERSATION_MANAGER_BASE CONVERSATION_MANAGER_MANAGE QUOTA_BASE
	QUOTA_MANAGE`)

var specialPermissions = strings.Fields(`FEATURE_PREVIEW_AND_EMBED_V2 FEATURE_HTML5_V2_PLAYER_PREVIEW FEATURE_VAST FEATURE_END_USER_REPORTS
	FEATURE_PLATFORM_REPORTS FEATURE_508_PLAYERS CAPTION_PLUGIN_PERMISSION CAPTIONSEARCH_PLUGIN_PERMISSION
	IMPORT_REMOTE_CAPTION_FOR_INDEXING FEATURE_CLIP_MEDIA FEATURE_ENTRY_REPLACEMENT METADATA_PLUGIN_PERMISSION
	FEATURE_DISABLE_KMC_KDP_ALERTS FEATURE_ENTITLEMENT FEATURE_END_USER_MANAGE ATTACHMENT_PLUGIN_PERMISSION
	EVENTNOTIFICATION_PLUGIN_PERMISSION FEATURE_LIKE FEATURE_PS2_PERMISSIONS_VALIDATION FEATURE_REMOTE_STORAGE
	FEATURE_ANALYTICS_TAB CUEPOINT_PLUGIN_PERMISSION ADCUEPOINT_PLUGIN_PERMISSION ANNOTATION_PLUGIN_PERMISSION
	FEATURE_LIVE_STREAM FEATURE_KALTURA_LIVE_STREAM FEATURE_SHOW_HTML_STUDIO FEATURE_IGNORE_ENTRY_SEO_LINKS
	FEATURE_DRAFT_ENTRY_CONV_PROF_SELECTION SCHEDULEDTASK_PLUGIN_PERMISSION CODECUEPOINT_PLUGIN_PERMISSION
	THUMBCUEPOINT_PLUGIN_PERMISSION FEATURE_KMC_DRILLDOWN_TAGS_COLUMN FEATURE_FILE_TYPE_RESTRICTION_PERMISSION`)

// allPermissions is the expansion of "*".
var allPermissions = slices.Concat([]string{"FEATURE_MOBILE_FLAVORS"}, normalPermissions, specialPermissions)

// dependencies are the other permissions that a role requires
// (`permission_list_depends`).
var dependencies = map[string]string{"KMC_READ_ONLY": "KMC_ACCESS"}

// permission is a KalturaPermission.
type permission struct {
	name string
	kind int64 // 1 normal, 2 special
}

var permissionListing = &listing[permission]{
	class: "KalturaPermissionListResponse", object: permissionObject,
	filters: map[string]func(p permission, want string) bool{
		"typeEqual":                           func(p permission, want string) bool { return itoa(p.kind) == want },
		"nameEqual":                           func(p permission, want string) bool { return strings.EqualFold(p.name, want) },
		"nameIn":                              func(p permission, want string) bool { return anyText(strings.ToUpper(want), strings.ToUpper(p.name)) },
		"dependsOnPermissionNamesMultiLikeOr": func(p permission, want string) bool { return dependencies[p.name] == want },
	},
	orders: map[string]func(a, b permission) int{"": byName, "+name": byName},
}

func byName(a, b permission) int { return strings.Compare(a.name, b.name) }

func listPermissions(c *call) (any, error) {
	var all []permission
	for kind, names := range map[int64][]string{1: normalPermissions, 2: specialPermissions} {
		for _, name := range names {
			all = append(all, permission{name, kind})
		}
	}
	return permissionListing.page(c, all)
}

func permissionObject(c *call, p permission) object {
	return c.profiled(object{
		"objectType": "KalturaPermission", "type": p.kind, "name": p.name, "status": 1,
		"partnerId": 0, "dependsOnPermissionNames": dependencies[p.name],
	})
}

// getCurrentPermissions returns one comma-separated text
// (`permission_getCurrentPermissions_user`,
// `permission_getCurrentPermissions_viewer`).
func getCurrentPermissions(c *call) (any, error) {
	names := c.permissions
	switch {
	case len(names) == 0:
		names = []string{"BASE_USER_SESSION_PERMISSION"}
	case names[0] == everyPermission:
		names = []string{"ACCOUNT_BASE", "ADMIN_BASE", "ADMIN_PUBLISHER_MANAGE", integrationBase, "KMC_ACCESS"}
	}
	return strings.Join(names, ",") + ",ALWAYS_ALLOWED_ACTIONS", nil
}
