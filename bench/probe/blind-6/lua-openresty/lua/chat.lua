local http = require "resty.http"
local cjson = require "cjson.safe"

local _M = {}

function _M.ask(text)
  local httpc = http.new()
  local res, err = httpc:request_uri("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", {
    method = "POST",
    body = cjson.encode({ model = "qwen-plus-latest", messages = { { role = "user", content = text } } }),
    headers = { ["Authorization"] = "Bearer " .. os.getenv("LLM_TOKEN") },
  })
  return res and cjson.decode(res.body), err
end

return _M
