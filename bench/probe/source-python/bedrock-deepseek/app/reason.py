import json

import boto3

runtime = boto3.client("bedrock-runtime")
body = json.dumps({"prompt": "Why is the sky blue?", "max_tokens": 512})
print(runtime.invoke_model(modelId="us.deepseek.r1-v1:0", body=body)["body"].read())
