import boto3, json, os

ARN = "arn:aws:bedrock:us-west-2::foundation-model/meta.llama3-1-70b-instruct-v1:0"
c = boto3.client("bedrock-runtime")
c.invoke_model(modelId=os.environ.get("MODEL_ARN", ARN), body=json.dumps({"prompt": "hi"}))
