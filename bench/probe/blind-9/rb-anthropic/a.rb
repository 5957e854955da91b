require "anthropic"
client = Anthropic::Client.new(access_token: ENV["K"])
