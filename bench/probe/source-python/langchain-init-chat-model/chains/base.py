from langchain.chat_models import init_chat_model

llm = init_chat_model("command-r-plus", model_provider="cohere", temperature=0)
