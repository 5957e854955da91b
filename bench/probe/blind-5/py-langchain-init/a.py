from langchain.chat_models import init_chat_model

llm = init_chat_model("grok-3", model_provider="xai")
