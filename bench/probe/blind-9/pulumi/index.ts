import * as cs from "@pulumi/azure-native/cognitiveservices";
const d = new cs.Deployment("d", { accountName: a.name, resourceGroupName: g.name, properties: { model: { format: "OpenAI", name: "gpt-4o-mini", version: "2024-07-18" } } });
