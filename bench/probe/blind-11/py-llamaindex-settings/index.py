from llama_index.core import Settings, VectorStoreIndex, SimpleDirectoryReader
from llama_index.llms.mistralai import MistralAI
from llama_index.embeddings.mistralai import MistralAIEmbedding

Settings.llm = MistralAI(model="mistral-medium-latest")
Settings.embed_model = MistralAIEmbedding()
idx = VectorStoreIndex.from_documents(SimpleDirectoryReader("docs").load_data())
