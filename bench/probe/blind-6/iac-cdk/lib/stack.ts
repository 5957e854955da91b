import { Stack, StackProps } from "aws-cdk-lib";
import * as bedrock from "aws-cdk-lib/aws-bedrock";
import { Construct } from "constructs";

export class AiStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const model = bedrock.FoundationModel.fromFoundationModelId(this, "M", bedrock.FoundationModelIdentifier.META_LLAMA_3_70_INSTRUCT_V1);
    this.exportValue(model.modelArn);
  }
}
