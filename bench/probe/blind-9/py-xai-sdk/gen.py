from xai_sdk import Client
from xai_sdk.chat import user
chat = Client(api_key=k).chat.create(model="grok-4")
chat.append(user("hi"))
