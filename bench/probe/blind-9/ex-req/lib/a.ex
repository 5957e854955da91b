defmodule A do
  @base "https://api.openai.com/v1"
  def go(b), do: Req.post!(@base <> "/responses", json: b)
end
