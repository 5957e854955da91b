local h = "iat-api.xfyun.cn"
local ws = require("websocket").connect("wss://" .. h .. "/v2/iat")
