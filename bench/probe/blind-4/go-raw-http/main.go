package main

import (
	"bytes"
	"net/http"
)

const endpoint = "https://api.moonshot.cn/v1/chat/completions"

func ask(body []byte) (*http.Response, error) {
	req, _ := http.NewRequest(http.MethodPost, endpoint, bytes.NewReader(body))
	return http.DefaultClient.Do(req)
}

func main() { ask([]byte(`{"model":"moonshot-v1-8k"}`)) }
