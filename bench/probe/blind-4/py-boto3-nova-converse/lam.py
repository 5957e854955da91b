import boto3

rt = boto3.session.Session().client(service_name="bedrock-runtime", region_name="eu-central-1")
rt.converse(modelId="eu.amazon.nova-pro-v1:0", messages=[])
