from databricks.sdk import WorkspaceClient
w = WorkspaceClient()
w.serving_endpoints.query(name="databricks-meta-llama-3-3-70b-instruct", messages=m)
