using Azure;
using Azure.AI.OpenAI;

var client = new AzureOpenAIClient(new Uri(Environment.GetEnvironmentVariable("AOAI")!), new AzureKeyCredential("k"));
