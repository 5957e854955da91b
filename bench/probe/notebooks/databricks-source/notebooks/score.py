# Databricks notebook source
# MAGIC %md
# MAGIC # Scoring

# COMMAND ----------

import mlflow.deployments

client = mlflow.deployments.get_deploy_client("databricks")
client.predict(endpoint="databricks-mixtral-8x7b-instruct", inputs={"messages": [{"role": "user", "content": "hi"}]})
