from openai import AzureOpenAI
client = AzureOpenAI(azure_endpoint="https://acme-eus2.openai.azure.com", api_version="2024-10-21", azure_ad_token_provider=tp)
client.chat.completions.create(model="prod-chat", messages=m)
