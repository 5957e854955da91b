local http = require "resty.http"
local cjson = require "cjson"
local httpc = http.new()
local res, err = httpc:request_uri("https://api.openai.com/v1/chat/completions", {
  method = "POST", headers = { Authorization = "Bearer " .. os.getenv("OPENAI_API_KEY") },
  body = cjson.encode({ model = "gpt-4o-mini", messages = {} }),
})
