from haystack import Pipeline
from haystack_integrations.components.embedders.cohere import CohereTextEmbedder
from haystack_integrations.components.generators.cohere import CohereChatGenerator

pipe = Pipeline()
pipe.add_component("embed", CohereTextEmbedder(model="embed-english-v3.0"))
pipe.add_component("llm", CohereChatGenerator())
