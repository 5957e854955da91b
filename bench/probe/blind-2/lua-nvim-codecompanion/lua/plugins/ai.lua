return {
  "olimorris/codecompanion.nvim",
  opts = {
    strategies = { chat = { adapter = "anthropic" } },
    adapters = { anthropic = function() return require("codecompanion.adapters").extend("anthropic", { env = { api_key = "cmd:pass show claude" } }) end },
  },
}
