$env:OPENAI_API_KEY = "x"
az deployment group create --template-file main.bicep
