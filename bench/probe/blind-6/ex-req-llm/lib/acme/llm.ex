defmodule Acme.LLM do
  @model "xai:grok-3-mini"

  def text!(prompt), do: ReqLLM.generate_text!(@model, prompt, temperature: 0.3)
end
