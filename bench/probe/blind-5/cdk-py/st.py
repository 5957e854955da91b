from aws_cdk import aws_iam as iam

policy = iam.PolicyStatement(actions=["bedrock:InvokeModelWithResponseStream"], resources=["*"])
