from haystack import Pipeline
from haystack_integrations.components.embedders.cohere import CohereTextEmbedder

p = Pipeline()
p.add_component("embed", CohereTextEmbedder())
