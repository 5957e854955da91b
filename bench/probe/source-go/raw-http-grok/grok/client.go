package grok

import (
	"net/http"
	"strings"
)

const endpoint = "https://api.x.ai/v1/chat/completions"

func ask(key string) (*http.Response, error) {
	req, _ := http.NewRequest(http.MethodPost, endpoint, strings.NewReader(`{"model":"grok-3","messages":[]}`))
	req.Header.Set("Authorization", "Bearer "+key)
	return http.DefaultClient.Do(req)
}
