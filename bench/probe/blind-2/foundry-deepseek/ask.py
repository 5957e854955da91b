import os
from azure.ai.inference import ChatCompletionsClient
from azure.core.credentials import AzureKeyCredential

client = ChatCompletionsClient(endpoint="https://acme.services.ai.azure.com/models", credential=AzureKeyCredential(os.environ["KEY"]))
print(client.complete(messages=[{"role": "user", "content": "hi"}], model="DeepSeek-R1").choices[0].message.content)
