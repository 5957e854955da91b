defmodule Acme.Chain do
  alias LangChain.Chains.LLMChain
  alias LangChain.ChatModels.ChatGoogleAI

  def new, do: LLMChain.new!(%{llm: ChatGoogleAI.new!(%{model: "gemini-1.5-pro"})})
end
