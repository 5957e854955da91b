resource a 'Microsoft.CognitiveServices/accounts@2023-05-01' = { name: 'a', location: 'eastus', kind: 'OpenAI', sku: { name: 'S0' } }
