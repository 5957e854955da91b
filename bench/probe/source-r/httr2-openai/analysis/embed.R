library(httr2)

embed <- function(x) {
  request("https://api.openai.com/v1/embeddings") |>
    req_auth_bearer_token(Sys.getenv("OPENAI_API_KEY")) |>
    req_body_json(list(model = "text-embedding-3-large", input = x)) |>
    req_perform() |>
    resp_body_json()
}
