package main

import "net/url"

const Port = 1965

func handle(u *url.URL) bool { return u.Scheme == "gemini" }

var mime = "text/gemini; charset=utf-8"
