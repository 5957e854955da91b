require "langchain"

class Summary
  def llm
    @llm ||= Langchain::LLM::Cohere.new(api_key: ENV.fetch("SUMMARY_KEY"))
  end

  def call(text) = llm.summarize(text: text).completion
end
