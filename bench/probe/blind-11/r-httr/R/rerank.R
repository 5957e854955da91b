rerank <- function(q, docs, key = Sys.getenv("RERANK_KEY")) {
  httr::POST(
    paste0("https://api.cohere", ".com/v2/rerank"),
    httr::add_headers(Authorization = paste("Bearer", key)),
    body = list(query = q, documents = docs, model = "rerank-v3.5"),
    encode = "json"
  )
}
