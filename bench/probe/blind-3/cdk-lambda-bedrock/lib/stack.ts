import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

export class S extends cdk.Stack {
  constructor(scope: any, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'f', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler',
      environment: { MODEL_ID: 'anthropic.claude-3-5-sonnet-20240620-v1:0' },
      code: lambda.Code.fromInline(`import boto3, os
def handler(e, c):
    return boto3.client("bedrock-runtime").converse(modelId=os.environ["MODEL_ID"], messages=e["messages"])["output"]`),
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
  }
}
