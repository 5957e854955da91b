defmodule Harbour.MixProject do
  use Mix.Project

  def project do
    [app: :harbour, version: "0.1.0", deps: deps()]
  end

  defp deps do
    [
      {:northwind, "~> 2.3"},
      {:borealis, "1.0.0", only: :test},
      # {:commented, "1.0"},
      {:forked, github: "northwind/forked"}
    ]
  end
end
