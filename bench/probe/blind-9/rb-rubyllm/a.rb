RubyLLM.configure { |c| c.anthropic_api_key = ENV.fetch("K") }
chat = RubyLLM.chat(model: "claude-sonnet-4")
