library(httr2)

embed <- function(texts) {
  request("https://api.cohere.com/v2/embed") |>
    req_auth_bearer_token(Sys.getenv("CO_API_KEY")) |>
    req_body_json(list(model = "embed-v4.0", input_type = "clustering", texts = texts)) |>
    req_perform() |>
    resp_body_json()
}
