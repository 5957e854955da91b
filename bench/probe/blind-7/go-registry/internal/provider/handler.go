package provider

import "net/http"

func Handler(s spec) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		resp, err := http.Post(s.url(), "application/json", r.Body)
		if err != nil {
			http.Error(w, "bad gateway", http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		_ = resp.Write(w)
	}
}
