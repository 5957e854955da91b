package main

import (
	"github.com/a-h/gemini"
	"github.com/a-h/gemini/mux"
)

func main() {
	m := mux.NewMux()
	gemini.ListenAndServe(nil, ":1965", gemini.NewDomainHandler("capsule.example", nil, m))
}
