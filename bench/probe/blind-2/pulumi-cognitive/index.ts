import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices";
import * as resources from "@pulumi/azure-native/resources";

const rg = new resources.ResourceGroup("rg");
const account = new cognitiveservices.Account("acct", {
  resourceGroupName: rg.name,
  kind: "OpenAI",
  sku: { name: "S0" },
});
export const endpoint = account.properties.apply(p => p.endpoint);
