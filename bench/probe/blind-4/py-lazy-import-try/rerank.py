try:
    import cohere
except ImportError:  # pragma: no cover
    cohere = None


def rerank(docs, q):
    if cohere is None:
        raise RuntimeError("install the rerank extra")
    return cohere.ClientV2().rerank(model="rerank-v3.5", query=q, documents=docs)
