from databricks.sdk import WorkspaceClient
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole

w = WorkspaceClient()
answer = w.serving_endpoints.query(
    name="databricks-claude-sonnet-4",
    messages=[ChatMessage(role=ChatMessageRole.USER, content="What is MLflow?")],
)
