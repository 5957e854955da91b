package = "acme-chat"
version = "1.0-1"
source = { url = "git+https://example.com/acme-chat.git" }
dependencies = {
   "lua >= 5.1",
   "lua-openai >= 1.4",
}
build = { type = "builtin", modules = { ["acme.chat"] = "chat.lua" } }
