package main

import "net/http"

// An OpenAI-compatible endpoint over our own model.
func main() {
	http.HandleFunc("/v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {})
	http.ListenAndServe(":8080", nil)
}
