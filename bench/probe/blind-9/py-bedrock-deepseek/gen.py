import boto3
boto3.client("bedrock-runtime").invoke_model(modelId="us.deepseek.r1-v1:0", body=b)
