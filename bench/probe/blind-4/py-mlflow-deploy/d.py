import mlflow.deployments

client = mlflow.deployments.get_deploy_client("databricks")
client.predict(endpoint="databricks-meta-llama-3-3-70b-instruct", inputs={"messages": []})
