using Microsoft.Extensions.AI;
using Mscc.GenerativeAI;
using Mscc.GenerativeAI.Microsoft;

IChatClient client = new GeminiChatClient(Environment.GetEnvironmentVariable("KEY")!, "gemini-2.0-flash");
Console.WriteLine(await client.GetResponseAsync("hi"));
