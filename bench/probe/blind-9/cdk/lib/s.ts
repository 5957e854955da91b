import * as bedrock from "aws-cdk-lib/aws-bedrock";
const m = bedrock.FoundationModel.fromFoundationModelId(this, "M", bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0);
