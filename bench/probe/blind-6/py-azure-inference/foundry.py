import os
from azure.ai.inference import ChatCompletionsClient
from azure.core.credentials import AzureKeyCredential

client = ChatCompletionsClient(
    endpoint="https://acme-hub.services.ai.azure.com/models",
    credential=AzureKeyCredential(os.environ["AZURE_INFERENCE_KEY"]),
)
reply = client.complete(model="grok-3-mini", messages=[{"role": "user", "content": "ping"}])
