// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Session types (KalturaSessionType). The server counts every type of 1 and
// more as admin (`localks_getInfo_v2_type1`).
const (
	UserSession  = 0
	AdminSession = 2
)

// session is a Kaltura Session (KS) with its signature verified.
type session struct {
	version    int
	partnerID  int64
	userID     string
	kind       int
	expiry     int64 // 0 when the KS names none, so that it counts as expired
	privileges []privilege
	master     int64
	id         string // what session.end revokes
}

type privilege struct{ name, value string }

// parsePrivileges reads the comma-separated form, `session_start_all_params_form`.
func parsePrivileges(text string) []privilege {
	var list []privilege
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		switch item {
		case "":
		case "*":
			list = append(list, privilege{"all", "*"})
		default:
			name, value, _ := strings.Cut(item, ":")
			list = append(list, privilege{name, value})
		}
	}
	return list
}

// formatPrivileges is the inverse; only a lone `all:*` becomes `*` again
// (`user_loginByLoginId_then_session_get`).
func formatPrivileges(list []privilege) string {
	if len(list) == 1 && list[0] == (privilege{"all", "*"}) {
		return "*"
	}
	items := make([]string, len(list))
	for i, p := range list {
		items[i] = p.name
		if p.value != "" {
			items[i] += ":" + p.value
		}
	}
	return strings.Join(items, ",")
}

func (k *session) privilege(name string) (string, bool) {
	for _, p := range k.privileges {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

func (k *session) admin() bool { return k.kind >= 1 }

func (k *session) widget() bool {
	_, ok := k.privilege("widget")
	return ok
}

func (k *session) expired(now time.Time) bool { return k.expiry <= now.Unix() }

// setField takes one field of a KS v2. Names are rewritten as PHP's parse_str
// does, and a repeated name keeps its first place and its last value.
func (k *session) setField(name, value string) {
	switch name {
	case "_e":
		k.expiry, _ = strconv.ParseInt(value, 10, 64)
	case "_t":
		k.kind, _ = strconv.Atoi(value)
	case "_u":
		k.userID = value
	case "_m":
		k.master, _ = strconv.ParseInt(value, 10, 64)
	case "_d", "":
	default:
		name = strings.NewReplacer(".", "_", " ", "_").Replace(name)
		for i := range k.privileges {
			if k.privileges[i].name == name {
				k.privileges[i].value = value
				return
			}
		}
		k.privileges = append(k.privileges, privilege{name, value})
	}
}

func (k *session) setFields(query string) {
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		k.setField(unescape(name), unescape(value))
	}
}

// unescape leaves a broken escape as it stands, as PHP does.
func unescape(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return plain
}

// fields is the URL-encoded form inside a KS v2, `session_impersonate_child_ok`.
func (k *session) fields() string {
	var b strings.Builder
	for _, p := range k.privileges {
		b.WriteString(url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value) + "&")
	}
	b.WriteString("_e=" + strconv.FormatInt(k.expiry, 10))
	b.WriteString("&_t=" + strconv.Itoa(k.kind))
	b.WriteString("&_u=" + url.QueryEscape(k.userID))
	if k.master != 0 {
		b.WriteString("&_m=" + strconv.FormatInt(k.master, 10))
	}
	return b.String()
}
