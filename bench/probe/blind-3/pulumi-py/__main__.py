import pulumi
from pulumi_azure_native import cognitiveservices, resources

rg = resources.ResourceGroup("rg")
account = cognitiveservices.Account(
    "chat",
    resource_group_name=rg.name,
    kind="OpenAI",
    sku=cognitiveservices.SkuArgs(name="S0"),
)
