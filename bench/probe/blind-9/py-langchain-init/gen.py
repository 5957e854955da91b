from langchain.chat_models import init_chat_model
llm = init_chat_model("mistral-large-latest", model_provider="mistralai")
