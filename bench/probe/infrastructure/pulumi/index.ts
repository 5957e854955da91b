import * as cognitive from "@pulumi/azure-native/cognitiveservices";

export const account = new cognitive.Account("ai", { kind: "OpenAI", sku: { name: "S0" }, resourceGroupName: "rg", properties: {} });
