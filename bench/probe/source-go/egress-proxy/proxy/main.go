package main

import (
	"net/http"
	"net/http/httputil"
	"net/url"
)

func main() {
	target := &url.URL{Scheme: "https", Host: "api.anthropic.com"}
	_ = http.ListenAndServe(":8080", httputil.NewSingleHostReverseProxy(target))
}
