param location string = resourceGroup().location

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'foundry'
  location: location
  kind: 'AIServices'
  sku: { name: 'S0' }
}

resource dep 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  parent: account
  name: 'ocr'
  sku: { name: 'GlobalStandard', capacity: 1 }
  properties: { model: { format: 'Mistral AI', name: 'mistral-document-ai-2505', version: '1' } }
}
