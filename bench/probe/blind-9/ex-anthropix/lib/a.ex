defmodule A do
  def c, do: Anthropix.init("k") |> Anthropix.chat(model: "claude-3-opus-20240229", messages: [])
end
