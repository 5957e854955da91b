package p

import "github.com/vjeantet/grok"

var g, _ = grok.New()
