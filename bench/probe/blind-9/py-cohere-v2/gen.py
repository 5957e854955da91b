import cohere
co = cohere.ClientV2()
co.rerank(model="rerank-v3.5", query=q, documents=d)
