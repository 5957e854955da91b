package cfg

import "encoding/base64"

var endpoint, _ = base64.StdEncoding.DecodeString("YXBpLm1vb25zaG90LmNu")

func Endpoint() string { return "https://" + string(endpoint) + "/v1" }
