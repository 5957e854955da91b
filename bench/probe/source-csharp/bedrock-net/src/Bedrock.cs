using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;

var client = new AmazonBedrockRuntimeClient(Amazon.RegionEndpoint.EUWest3);
await client.ConverseAsync(new ConverseRequest { ModelId = "mistral.mistral-large-2402-v1:0" });
