resource ai 'Microsoft.CognitiveServices/accounts@2023-05-01' = {
  name: 'acme'
  kind: 'OpenAI'
  location: 'eastus'
  sku: { name: 'S0' }
}
