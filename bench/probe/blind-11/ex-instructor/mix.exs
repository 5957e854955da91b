defmodule Desk.MixProject do
  use Mix.Project
  def project, do: [app: :desk, version: "0.1.0", deps: deps()]
  defp deps, do: [{:instructor, "~> 0.1.0"}, {:jason, "~> 1.4"}]
end
