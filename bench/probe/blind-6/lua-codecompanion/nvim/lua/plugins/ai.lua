return {
  "olimorris/codecompanion.nvim",
  opts = {
    strategies = {
      chat = { adapter = { name = "deepseek", model = "deepseek-reasoner" } },
      inline = { adapter = "deepseek" },
    },
  },
}
