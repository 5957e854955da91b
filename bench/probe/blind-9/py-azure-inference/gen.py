from azure.ai.inference import ChatCompletionsClient
from azure.core.credentials import AzureKeyCredential
c = ChatCompletionsClient(endpoint="https://acme.services.ai.azure.com/models", credential=AzureKeyCredential(k))
c.complete(messages=m, model="DeepSeek-R1")
