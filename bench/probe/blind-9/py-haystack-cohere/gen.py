from haystack_integrations.components.embedders.cohere import CohereTextEmbedder
e = CohereTextEmbedder(model="embed-english-v3.0")
