from langchain_databricks import ChatDatabricks
llm = ChatDatabricks(endpoint="databricks-claude-3-7-sonnet", temperature=0.1)
