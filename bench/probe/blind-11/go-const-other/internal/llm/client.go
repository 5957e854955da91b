package llm

import (
	"bytes"
	"net/http"
)

func Send(key string, body []byte) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodPost, "https://"+apiHost+"/v1/messages", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("x-api-key", key)
	req.Header.Set("version", apiVersion)
	return http.DefaultClient.Do(req)
}
