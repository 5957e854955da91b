from langchain.embeddings import OpenAIEmbeddings
e = OpenAIEmbeddings()
