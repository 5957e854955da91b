defmodule Acme.Claude do
  def ask(text) do
    Req.post!("https://api.anthropic.com/v1/messages",
      headers: [{"x-api-key", System.fetch_env!("ANTHROPIC_API_KEY")}, {"anthropic-version", "2023-06-01"}],
      json: %{model: "claude-3-5-haiku-20241022", max_tokens: 100, messages: [%{role: "user", content: text}]}
    ).body
  end
end
