using Azure.AI.OpenAI;
using Azure.Identity;
using OpenAI.Chat;

var client = new AzureOpenAIClient(new Uri("https://contoso.openai.azure.com/"), new DefaultAzureCredential());
ChatClient chat = client.GetChatClient("my-gpt-4o-deployment");
ChatCompletion done = await chat.CompleteChatAsync("Say hello");
