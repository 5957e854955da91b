using Microsoft.Extensions.AI;
IChatClient c = new OpenAI.Chat.ChatClient("gpt-4o-mini", key).AsIChatClient();
