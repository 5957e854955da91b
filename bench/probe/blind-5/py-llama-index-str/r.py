from llama_index.postprocessor.cohere_rerank import CohereRerank

rr = CohereRerank(top_n=3)
