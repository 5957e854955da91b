from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.open_ai import AzureChatCompletion

kernel = Kernel()
kernel.add_service(AzureChatCompletion(service_id="chat", deployment_name="prod-chat", endpoint="https://acme-eus.openai.azure.com/"))
