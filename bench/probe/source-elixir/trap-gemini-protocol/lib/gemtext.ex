defmodule Gemtext do
  @gemini_port 1965
  def fetch("gemini://" <> rest), do: :ssl.connect(String.to_charlist(rest), @gemini_port, [])
end
