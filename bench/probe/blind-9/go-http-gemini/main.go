package main

import ("bytes"; "net/http"; "fmt")

const base = "https://generativelanguage.googleapis.com"

func ask(b []byte) { http.Post(fmt.Sprintf("%s/v1beta/models/%s:generateContent", base, "gemini-2.0-flash"), "application/json", bytes.NewReader(b)) }
