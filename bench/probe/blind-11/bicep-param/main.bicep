param location string = resourceGroup().location

module account 'br/public:avm/res/cognitive-services/account:0.10.1' = {
  name: 'aoai'
  params: {
    name: 'acme-aoai'
    kind: 'OpenAI'
    location: location
    deployments: [
      { name: 'chat', model: { format: 'OpenAI', name: 'gpt-4.1-mini', version: '2025-04-14' } }
    ]
  }
}
