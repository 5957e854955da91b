defmodule Acme.Chat do
  alias OpenaiEx.Chat

  def ask(text) do
    client = OpenaiEx.new(System.fetch_env!("OPENAI_API_KEY"))
    Chat.Completions.create(client, Chat.Completions.new(model: "gpt-4o-mini", messages: [OpenaiEx.ChatMessage.user(text)]))
  end
end
