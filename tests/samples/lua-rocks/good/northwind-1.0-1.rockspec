package = "northwind"
version = "1.0-1"
source = { url = "git+https://example.com/northwind.git" }
dependencies = {
   "lua >= 5.1",
   "gale == 1.4-2",
   -- "fjord",
   "harbour/borealis ~> 2.0",
}
test_dependencies = { "mock" }
build = { type = "builtin", modules = { ["northwind"] = "src/init.lua" } }
