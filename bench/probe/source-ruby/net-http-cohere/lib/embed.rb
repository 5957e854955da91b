require "net/http"
require "json"

def embed(texts, key)
  uri = URI("https://api.cohere.ai/v1/embed")
  Net::HTTP.post(uri, { texts: texts, model: "embed-multilingual-v3.0", input_type: "search_document" }.to_json,
                 "Authorization" => "Bearer #{key}", "Content-Type" => "application/json")
end
