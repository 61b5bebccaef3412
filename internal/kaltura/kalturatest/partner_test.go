// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"testing"
)

func TestPartnerGet(t *testing.T) {
	s := NewServer(t)
	ks := func(a Account) string { return s.StartSession(a.ID, SessionOptions{Type: AdminSession}) }
	for _, c := range []struct {
		name string
		ks   string
		id   any
		want string
	}{
		{"own", ks(Acme), Acme.ID, ""},
		{"own, as text", ks(Acme), fmt.Sprint(Acme.ID), ""},
		{"no id", ks(Acme), nil, "INVALID_PARTNER_ID"},
		{"foreign", ks(Acme), Foreign.ID, "INVALID_PARTNER_ID"},
		{"child", ks(Umbrella), UmbrellaSouth.ID, ""},
		{"parent", ks(UmbrellaNorth), Umbrella.ID, "INVALID_PARTNER_ID"},
		{"sibling", ks(UmbrellaNorth), UmbrellaSouth.ID, "INVALID_PARTNER_ID"},
		{"without permission", s.StartSession(Acme.ID, SessionOptions{UserID: Viewer.ID}), Acme.ID, "SERVICE_FORBIDDEN"},
		{"without a KS", "", Acme.ID, "SERVICE_FORBIDDEN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := code(invoke(t, s, "partner.get", map[string]any{"ks": c.ks, "id": c.id})); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPartnerParam(t *testing.T) {
	s := NewServer(t)
	ks := s.StartSession(Umbrella.ID, SessionOptions{Type: AdminSession})
	for id, want := range map[any]string{
		Umbrella.ID: "", UmbrellaNorth.ID: "SERVICE_FORBIDDEN", Acme.ID: "SERVICE_FORBIDDEN",
		int64(7): "SERVICE_FORBIDDEN_CONTENT_BLOCKED", "abc": "SERVICE_FORBIDDEN", "": "",
	} {
		if got := code(invoke(t, s, "partner.getInfo", map[string]any{"ks": ks, "partnerId": id})); got != want {
			t.Errorf("%v: %q, want %q", id, got, want)
		}
	}
}

func TestPartnerList(t *testing.T) {
	group := LargeGroup(600)
	group[3].Status = StatusBlocked
	group[5].Name = "Zebra"
	s := NewServer(t, append(group, Acme)...)
	ks := s.StartSession(group[0].ID, SessionOptions{Type: AdminSession})
	type filter = map[string]any
	for _, c := range []struct {
		name          string
		filter, pager filter
		total, length int
		first         float64
	}{
		{"default page", nil, nil, 601, 30, 40000000},
		{"largest page", nil, filter{"pageSize": 1000}, 601, 500, 40000000},
		{"second page", nil, filter{"pageSize": 500, "pageIndex": 2}, 601, 101, 40000500},
		{"page after the last", nil, filter{"pageSize": 500, "pageIndex": 3}, 601, 0, 0},
		{"descending", filter{"orderBy": "-id"}, nil, 601, 30, 40000600},
		{"by name, descending", filter{"orderBy": "-name"}, nil, 601, 30, 40000005},
		{"greater", filter{"idGreaterThan": 40000598}, nil, 2, 2, 40000599},
		{"one", filter{"idEqual": "40000007"}, nil, 1, 1, 40000007},
		{"several", filter{"idIn": "40000007, 40000009,30000001"}, nil, 2, 2, 40000007},
		{"status", filter{"statusEqual": 2}, nil, 1, 1, 40000003},
		{"statuses", filter{"statusIn": "1,4", "idIn": "40000002,40000003"}, nil, 1, 1, 40000002},
		{"name like", filter{"nameLike": "child 000"}, nil, 8, 8, 40000001},
		{"name", filter{"nameEqual": "Zebra"}, nil, 1, 1, 40000005},
		{"foreign", filter{"idEqual": Acme.ID}, nil, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := filter{"ks": ks, "filter": c.filter, "pager": c.pager, "responseProfile": filter{"type": 1, "fields": "id"}}
			answer := invoke(t, s, "partner.list", p).(filter)
			objects := answer["objects"].([]any)
			if answer["totalCount"] != float64(c.total) || len(objects) != c.length {
				t.Fatalf("total %v, length %d", answer["totalCount"], len(objects))
			}
			if c.length == 0 {
				return
			}
			first := objects[0].(filter)
			if first["id"] != c.first || first["adminSecret"] == nil {
				t.Errorf("first %v, secrets %v", first["id"], first["adminSecret"])
			}
			if _, ok := first["adminUserId"]; ok != (c.first == 40000000) {
				t.Error("adminUserId is for the own account only")
			}
		})
	}
}

func TestResponseProfile(t *testing.T) {
	s := NewServer(t)
	ks := s.StartSession(Acme.ID, SessionOptions{Type: AdminSession})
	read := func(kind int, fields string) map[string]any {
		profile := map[string]any{"objectType": "KalturaDetachedResponseProfile", "type": kind, "fields": fields}
		return invoke(t, s, "partner.getInfo", map[string]any{"ks": ks, "responseProfile": profile}).(map[string]any)
	}
	only := read(1, "id, status")
	if only["id"] != float64(Acme.ID) || only["status"] != 1.0 || only["adminSecret"] != nil || only["secret"] != nil {
		t.Errorf("type 1: %v", only)
	}
	if name, ok := only["name"]; !ok || name != "" {
		t.Errorf("the name is emitted regardless, empty: %v", name)
	}
	if but := read(2, "secret,adminSecret"); but["name"] != Acme.Name || but["secret"] != nil || but["website"] == nil {
		t.Errorf("type 2: %v", but)
	}
}
