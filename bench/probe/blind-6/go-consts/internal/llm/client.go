package llm

import (
	"bytes"
	"net/http"
)

func (c *Client) post(body []byte) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodPost, scheme+hostPrimary+pathChat, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	return c.http.Do(req)
}
