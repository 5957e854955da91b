local s = require "settings"
local http = require "resty.http"
local res = http.new():request_uri("https://" .. s.upstream .. s.path, { method = "POST" })
ngx.say(res.body)
