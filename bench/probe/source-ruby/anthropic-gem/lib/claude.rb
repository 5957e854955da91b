require "anthropic"

CLAUDE = Anthropic::Client.new(api_key: ENV["ANTHROPIC_API_KEY"])

def ask(text)
  CLAUDE.messages.create(max_tokens: 1024, messages: [{role: "user", content: text}], model: :"claude-3-7-sonnet-latest")
end
