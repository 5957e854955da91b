return {
  "olimorris/codecompanion.nvim",
  opts = {
    strategies = { chat = { adapter = "anthropic" }, inline = { adapter = "anthropic" } },
    adapters = { anthropic = function()
      return require("codecompanion.adapters").extend("anthropic", { env = { api_key = "ANTHROPIC_API_KEY" },
        schema = { model = { default = "claude-3-7-sonnet-20250219" } } })
    end },
  },
}
