return {
  "olimorris/codecompanion.nvim",
  dependencies = { "nvim-lua/plenary.nvim" },
  opts = {
    strategies = { chat = { adapter = "anthropic" }, inline = { adapter = "anthropic" } },
  },
}
