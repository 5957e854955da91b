defmodule C do
  alias LangChain.ChatModels.ChatGoogleAI
  def llm, do: ChatGoogleAI.new!(%{model: "gemini-1.5-pro"})
end
