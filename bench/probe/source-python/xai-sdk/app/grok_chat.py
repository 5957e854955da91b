from xai_sdk import Client
from xai_sdk.chat import user

chat = Client().chat.create(model="grok-4")
chat.append(user("Hello"))
print(chat.sample().content)
