local http = require "resty.http"
local c = http.new()
local res = c:request_uri("https://api.openai.com/v1/moderations", { method = "POST", body = body })
return res
