llm = Langchain::LLM::Cohere.new(api_key: ENV["COHERE_KEY"])
