using Azure.AI.OpenAI;
using Azure.Identity;
var c = new AzureOpenAIClient(new Uri(Environment.GetEnvironmentVariable("EP")!), new DefaultAzureCredential());
