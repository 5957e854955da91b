from databricks_langchain import ChatDatabricks

llm = ChatDatabricks(endpoint="databricks-claude-3-7-sonnet")
