package main

import "crypto/tls"

// A capsule answers gemini:// on port 1965.
const geminiPort = ":1965"

func listen(c *tls.Config) error {
	l, err := tls.Listen("tcp", geminiPort, c)
	if err != nil {
		return err
	}
	return serve(l, "text/gemini")
}
