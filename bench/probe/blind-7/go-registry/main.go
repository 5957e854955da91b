package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"example.com/translate/internal/provider"
)

func main() {
	r := chi.NewRouter()
	r.Post("/translate", provider.Handler(provider.FromEnv()))
	_ = http.ListenAndServe(":8080", r)
}
