library(httr2)
request("https://api.mistral.ai/v1") |> req_url_path_append("chat/completions") |> req_perform()
