// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"testing"
)

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
		{"greater", filter{"idGreaterThan": 40000598}, nil, 2, 2, 40000599},
		{"one", filter{"idEqual": "40000007"}, nil, 1, 1, 40000007},
		{"status", filter{"statusEqual": 2}, nil, 1, 1, 40000003},
		{"name like", filter{"nameLike": "child 000"}, nil, 8, 8, 40000001},
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
}
