config_list = [
    {
        "model": "gpt-4o",
        "api_type": "azure",
        "base_url": "https://contoso-eastus.openai.azure.com/",
        "api_version": "2024-06-01",
        "azure_ad_token_provider": "DEFAULT",
    }
]
