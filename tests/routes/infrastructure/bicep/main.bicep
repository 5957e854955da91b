resource account 'Microsoft.CognitiveServices/accounts@2023-05-01' = {
  name: 'oai'
  kind: 'OpenAI'
}
resource dep 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {
  parent: account
  name: 'gpt'
  properties: { model: { format: 'OpenAI', name: 'gpt-4o' } }
}
