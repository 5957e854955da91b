from haystack import Pipeline
from haystack_integrations.components.rankers.cohere import CohereRanker
from haystack_integrations.components.retrievers.opensearch import OpenSearchBM25Retriever


def build(store) -> Pipeline:
    pipe = Pipeline()
    pipe.add_component("bm25", OpenSearchBM25Retriever(document_store=store, top_k=50))
    pipe.add_component("rank", CohereRanker(model="rerank-v3.5", top_k=5))
    pipe.connect("bm25.documents", "rank.documents")
    return pipe
