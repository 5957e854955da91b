from langchain_community.embeddings import MiniMaxEmbeddings
e = MiniMaxEmbeddings()
