from llama_index.core import Settings
from llama_index.embeddings.mistralai import MistralAIEmbedding

Settings.embed_model = MistralAIEmbedding(model_name="mistral-embed")
Settings.chunk_size = 512
