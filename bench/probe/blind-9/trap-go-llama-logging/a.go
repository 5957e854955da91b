package a

import "log"

func f() { log.Println("llama: spit") }
