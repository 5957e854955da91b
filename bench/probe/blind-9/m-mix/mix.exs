defmodule X.MixProject do
  use Mix.Project
  defp deps, do: [{:openai_ex, "~> 0.8"}, {:req, "~> 0.5"}]
end
