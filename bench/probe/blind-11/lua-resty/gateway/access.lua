local http = require "resty.http"
local cfg = require "gateway.cfg"

local client = http.new()
local res, err = client:request_uri(cfg.base .. "/chat/completions", {
  method = "POST",
  body = ngx.req.get_body_data(),
  headers = { ["Authorization"] = "Bearer " .. cfg.key },
})
if not res then ngx.log(ngx.ERR, err) end
