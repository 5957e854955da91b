return {
  "olimorris/codecompanion.nvim",
  opts = { strategies = { chat = { adapter = "anthropic" }, inline = { adapter = "anthropic" } } },
}
