defmodule Harbour.MixProject do
  use Mix.Project

  def project, do: [app: :harbour, deps: deps()]

  defp deps do
    [
      {:northwind,
       "1.2.0", only: :test},
      {:borealis, @version}
    ]
  end
end
