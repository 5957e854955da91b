defmodule A.MixProject do
  use Mix.Project
  def project, do: [app: :a, version: "0.1.0", deps: [{:phoenix, "~> 1.7"}, {:titan, "~> 0.1"}, {:nova, "~> 0.9"}]]
end
