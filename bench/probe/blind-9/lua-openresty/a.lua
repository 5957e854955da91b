local http = require "resty.http"
local httpc = http.new()
httpc:request_uri("https://api.deepseek.com/chat/completions", { method = "POST", body = b })
