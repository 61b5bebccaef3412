// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"fmt"
	"strings"
)

// encodePHP writes PHP's serialize form, format 3 (`partner_getInfo_admin_php`).
func encodePHP(w *strings.Builder, value any) {
	switch v := value.(type) {
	case nil:
		w.WriteString("N;")
	case bool:
		if v {
			w.WriteString("b:1;")
		} else {
			w.WriteString("b:0;")
		}
	case int, int64:
		fmt.Fprintf(w, "i:%d;", v)
	case string:
		fmt.Fprintf(w, "s:%d:\"%s\";", len(v), v)
	case []any:
		fmt.Fprintf(w, "a:%d:{", len(v))
		for i, item := range v {
			fmt.Fprintf(w, "i:%d;", i)
			encodePHP(w, item)
		}
		w.WriteByte('}')
	case *object:
		encodePHPFields(w, fmt.Sprintf("O:%d:\"%s\":", len(v.class), v.class), v.fields)
	case *APIError:
		args := make([]field, len(v.Args))
		for i, arg := range v.Args {
			args[i] = field{arg.Name, arg.Value}
		}
		encodePHPFields(w, "a:", []field{
			{"code", v.Code},
			{"message", v.Message},
			{"objectType", "KalturaAPIException"},
			{"args", phpMap(args)},
		})
	case phpMap:
		encodePHPFields(w, "a:", v)
	}
}

type phpMap []field

func encodePHPFields(w *strings.Builder, head string, fields []field) {
	var body strings.Builder
	count := 0
	for _, f := range fields {
		if f.value == nil {
			continue
		}
		count++
		encodePHP(&body, f.name)
		encodePHP(&body, f.value)
	}
	fmt.Fprintf(w, "%s%d:{%s}", head, count, body.String())
}
