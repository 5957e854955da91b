import * as aws from "@pulumi/aws";
new aws.bedrock.AgentAgent("a", { agentName: "desk", agentResourceRoleArn: role.arn, foundationModel: "anthropic.claude-v2" });
