resource account 'Microsoft.CognitiveServices/accounts@2023-05-01' = {
  name: 'acme'
  location: location
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {}
}

resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {
  parent: account
  name: 'mini'
  sku: { name: 'GlobalStandard', capacity: 10 }
  properties: { model: { format: 'OpenAI', name: 'gpt-4o-mini', version: '2024-07-18' } }
}
