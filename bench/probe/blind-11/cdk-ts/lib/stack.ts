import { Stack } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class DeskStack extends Stack {
  readonly ask = new tasks.BedrockInvokeModel(this, 'Ask', {
    model: bedrock.FoundationModel.fromFoundationModelId(this, 'M', bedrock.FoundationModelIdentifier.MISTRAL_LARGE_V0_1),
  });
}
