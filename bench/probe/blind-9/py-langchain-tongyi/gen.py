from langchain_community.chat_models.tongyi import ChatTongyi
llm = ChatTongyi(streaming=True)
