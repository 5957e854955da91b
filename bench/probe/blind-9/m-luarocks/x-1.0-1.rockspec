package = "x"
version = "1.0-1"
source = { url = "git://example.com/x" }
dependencies = { "lua >= 5.1", "openai >= 1.5" }
