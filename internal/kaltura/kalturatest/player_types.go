// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

// deliveryTypes and embedCodeTypes are the player settings that every
// KalturaPartner carries; they make up a third of its size.
func deliveryTypes() []any {
	akamai := []any{keyValue("akamaiHD.loadingPolicy", "preInitialize"), keyValue("akamaiHD.asyncInit", "true")}
	hds := append(append([]any{}, akamai...), keyValue("twoPhaseManifest", "true"))
	return []any{
		deliveryType("auto", "Kaltura Auto", nil, "v3.6.14"),
		deliveryType("http", "HTTP Progressive Download", nil, nil),
		deliveryType("akamai", "HTTP Streaming (Akamai)", akamai, nil),
		deliveryType("hds", "HTTP Streaming (HDS)", hds, nil),
		deliveryType("rtmp", "RTMP Streaming", nil, nil),
		deliveryType("rtmpe", "Secure Transport (RTMPE)", nil, nil),
	}
}

func deliveryType(id, label string, flashvars []any, minVersion any) *object {
	var vars any
	if flashvars != nil {
		vars = flashvars
	}
	return newObject("KalturaPlayerDeliveryType", field{"id", id}, field{"label", label},
		field{"flashvars", vars}, field{"minVersion", minVersion}, field{"enabledByDefault", true})
}

func keyValue(key, value string) *object {
	return newObject("KalturaKeyValue", field{"key", key}, field{"value", value})
}

func embedCodeTypes() []any {
	return []any{
		embedCodeType("auto", "Auto Embed", nil, "v1.7.0"),
		embedCodeType("dynamic", "Dynamic Embed", nil, "v1.7.0"),
		embedCodeType("thumb", "Thumbnail Embed", "1", "v1.7.0"),
		embedCodeType("iframe", "Iframe Embed", nil, "v1.7.2.1"),
		embedCodeType("legacy", "Legacy Flash Embed", nil, nil),
	}
}

func embedCodeType(id, label string, entryOnly, minVersion any) *object {
	return newObject("KalturaPlayerEmbedCodeType", field{"id", id}, field{"label", label},
		field{"entryOnly", entryOnly}, field{"minVersion", minVersion})
}
