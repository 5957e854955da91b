alias LangChain.ChatModels.ChatGoogleAI
{:ok, m} = ChatGoogleAI.new(%{model: "gemini-1.5-pro"})
