defmodule C do
  @url "https://api.anthropic.com/v1/messages"
  def ask(p), do: Req.post!(@url, json: %{model: "claude-3-haiku-20240307", messages: [%{role: "user", content: p}]})
end
