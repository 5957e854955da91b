import boto3

bedrock = boto3.client("bedrock-runtime", region_name="us-east-1")


def handler(event, _context):
    reply = bedrock.converse(
        modelId="us.anthropic.claude-3-7-sonnet-20250219-v1:0",
        messages=[{"role": "user", "content": [{"text": event["question"]}]}],
    )
    return {"answer": reply["output"]["message"]["content"][0]["text"]}
