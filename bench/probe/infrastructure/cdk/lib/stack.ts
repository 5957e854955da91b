import * as bedrock from "aws-cdk-lib/aws-bedrock";
import { Stack } from "aws-cdk-lib";

export class AiStack extends Stack {
  readonly model = bedrock.FoundationModel.fromFoundationModelId(
    this, "Model", bedrock.FoundationModelIdentifier.META_LLAMA_3_70_INSTRUCT_V1);
}
