defmodule Harbour do
  def deps, do: [{:northwind, "~> 1.0"}]
end
