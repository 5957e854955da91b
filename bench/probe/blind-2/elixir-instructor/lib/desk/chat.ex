defmodule Desk.Chat do
  alias OpenaiEx.Chat.Completions
  alias OpenaiEx.ChatMessage

  def ask(text) do
    System.fetch_env!("OPENAI_KEY")
    |> OpenaiEx.new()
    |> Completions.create(Completions.new(model: "gpt-4o", messages: [ChatMessage.user(text)]))
  end
end
