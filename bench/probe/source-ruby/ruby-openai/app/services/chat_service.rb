# frozen_string_literal: true

require "openai"

class ChatService
  def call(text)
    client = OpenAI::Client.new(access_token: ENV.fetch("OPENAI_ACCESS_TOKEN"))
    client.chat(parameters: { model: "gpt-4o", messages: [{ role: "user", content: text }] })
  end
end
