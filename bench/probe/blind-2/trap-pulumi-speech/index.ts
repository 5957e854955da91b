import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices";
new cognitiveservices.Account("speech", { resourceGroupName: "rg", kind: "SpeechServices", sku: { name: "S0" } });
