library(reticulate)
cohere <- import("cohere")
co <- cohere$Client(Sys.getenv("COHERE_API_KEY"))
co$rerank(query = "x", documents = list("a", "b"), model = "rerank-v3.5")
