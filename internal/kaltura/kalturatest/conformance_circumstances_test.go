// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	_ "embed"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// circumstances hold the special state of the real server at an exchange, and
// the changes between exchanges.
var circumstances = map[string]func(*Server){
	"outage_db_getInfo_form": func(s *Server) { s.Inject(DatabaseDown()) },
	"cache_invalid_ks_2": func(s *Server) { // another caller's error, without a number of its own
		s.Inject(Fault{Error: invalidKS("first-bad-ks"), Header: http.Header{"X-Kaltura-Session": nil}})
	},
	"outage_php_down": func(s *Server) { s.Inject(Unavailable()) },
	"error_format_99_form": func(s *Server) {
		f := AnswerEmpty(http.StatusOK)
		f.Header["X-Kaltura"] = []string{"error- UNKNOWN_RESPONSE_FORMAT"}
		f.Header["X-Kaltura-App"] = []string{"exiting on error UNKNOWN_RESPONSE_FORMAT - Response format provided [99] is not recognized by server"}
		s.Inject(f)
	},
	"session_start_content_type_charset_noformat": func(s *Server) { s.Inject(AnswerXML()) },
	"session_start_noslash": func(s *Server) {
		s.Inject(Redirect(http.StatusMovedPermanently,
			"http://127.0.0.1:8088/api_v3/?service=session&action=start&format=1&secret=48a7ab0f988dccbc04fd2c542b5d47ce&type=2&partnerId=1234567"))
	},

	"partner_getInfo_description_cut": cutTexts("Child One", cutText),
	"partner_getInfo_name_cut":        cutTexts(cutText, cutText),
	"partner_list_name_cut":           cutTexts(cutText, cutText),

	"appToken_update_hashtype":       changedToken(func(t *AppToken) { t.Expiry = nil }),
	"appToken_delete_twice":          changedToken(func(t *AppToken) { t.Deleted = true }),
	"userRole_update_status_blocked": changed(func(a *Account) { a.findRole("152").Tags = nil }),
	"userRole_delete_role_delete_only": changed(func(a *Account) {
		a.Roles = append(a.Roles, Role{
			ID: 167, Name: "tf renamed 81601 copy (Wed 25 Nov 2026, 04:40:09)", SystemName: "TF_FULL_81601",
			Description: pointer("by role"), Permissions: []string{integrationBase},
		})
	}),
	"appToken_add_expiry_2099_echo": reseeded,
	"permission_getCurrentPermissions_feature_off": changed(func(a *Account) {
		a.Permissions = append(a.Permissions, Permission{Name: "FEATURE_ANALYTICS_TAB", Kind: FeaturePermission, Status: permissionBlocked})
	}),
	"permission_list_name_own": func(s *Server) {
		s.Update(7654341, func(a *Account) {
			own := Permission{ID: 1182, Name: "LAB_OWN", Label: "Own é", Description: pointer("own"), DependsOn: pointer("ACCOUNT_BASE")}
			a.Permissions = append(a.Permissions, own, Permission{ID: 1183, Name: "ACCOUNT_BASE", Label: "ACCOUNT_BASE"})
		})
	},
	"permission_list_deleted_own": func(s *Server) {
		s.Update(7654341, func(a *Account) { a.Permissions[1].Status = permissionDeleted })
	},
	"uiConf_list_many_page3": many, "uiConf_list_many_pagesize_501": many,
	"user_list_many_order_created": many, "user_list_many_order_id": many, "user_list_many_order_id_page3": many,

	"userRole_get_deleted": withoutRole,
	"setrole_deleted":      withoutRole,
}

func changed(change func(*Account)) func(*Server) {
	return func(s *Server) { s.Update(1234567, change) }
}

// changedToken changes the token that most of the appToken_* exchanges name.
func changedToken(change func(*AppToken)) func(*Server) {
	return changed(func(a *Account) {
		change(find(a.AppTokens, func(t *AppToken) bool { return t.ID == "0_e0wiujft" }))
	})
}

// withoutRole deletes the role that the setrole_* exchanges name.
func withoutRole(s *Server) {
	s.Update(1234567, func(a *Account) {
		if r := a.findRole("152"); r != nil {
			r.Status = roleDeleted
		}
	})
}

// reseeded brings the account into its state of the day of the last recordings.
func reseeded(s *Server) {
	s.Update(1234567, func(a *Account) {
		a.CreatedAt = time.Unix(1795884457, 0)
		a.Roles = slices.DeleteFunc(a.Roles, func(r Role) bool { return r.ID > 150 && r.ID < 171 })
		a.Roles = append(a.Roles,
			Role{ID: 205, SystemName: "Publisher Administrator", Permissions: []string{"ACCOUNT_BASE"}},
			Role{ID: 236, Name: "Alone", Permissions: []string{"KMC_READ_ONLY"}},
			Role{ID: 237, Name: "Blocked", Status: 2, Permissions: []string{"ACCOUNT_BASE", "SESSION_READ_PERMISSION"}})
		user := "tmpdel1795886715"
		a.Users = append(a.Users, User{ID: user, FullName: user}, User{ID: "brole1795886716@example.com", Roles: []string{"237"}})
		a.AppTokens = append(a.AppTokens, AppToken{ID: "0_9i2161ky", SessionUserID: &user})
	})
}

// many adds the account with the long lists.
func many(s *Server) {
	a := NewAccount(7654342, "Many")
	for i := range 10101 {
		a.Users = append(a.Users, User{ID: fmt.Sprintf("user%05d", i)})
	}
	a.Players = Players(1203)
	for i := range a.Players {
		a.Players[i].ID = 23448131 + int64(i)
	}
	s.AddAccount(a)
}

// cutText ends inside a character, as the database stores a text that is too
// long.
var cutText = strings.Repeat("é", 10) + "\xc3"

// cutTexts replaces the texts of the account Child One, and sets the day of its
// re-creation.
func cutTexts(name, description string) func(*Server) {
	return func(s *Server) {
		s.Update(1234569, func(a *Account) {
			a.Name, a.Description, a.CreatedAt = name, description, time.Unix(1795580443, 0)
		})
	}
}
