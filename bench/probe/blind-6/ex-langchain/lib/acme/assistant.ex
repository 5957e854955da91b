defmodule Acme.Assistant do
  alias LangChain.Chains.LLMChain
  alias LangChain.ChatModels.ChatAnthropic
  alias LangChain.Message

  def ask(text) do
    %{llm: ChatAnthropic.new!(%{model: "claude-3-5-haiku-latest"})}
    |> LLMChain.new!()
    |> LLMChain.add_message(Message.new_user!(text))
    |> LLMChain.run()
  end
end
