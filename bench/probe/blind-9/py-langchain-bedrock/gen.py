from langchain_aws import BedrockEmbeddings
emb = BedrockEmbeddings(model_id="cohere.embed-multilingual-v3")
