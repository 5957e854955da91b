library(httr2)
resp <- request("https://api.openai.com") |> req_url_path("v1", "responses") |> req_body_json(list(model = "gpt-4.1", input = "x")) |> req_perform()
