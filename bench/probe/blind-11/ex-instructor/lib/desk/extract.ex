defmodule Desk.Extract do
  def run(text) do
    Instructor.chat_completion(
      [model: "gpt-4o-mini", response_model: Desk.Invoice, messages: [%{role: "user", content: text}]],
      adapter: Instructor.Adapters.OpenAI
    )
  end
end
