local host = "api" .. "." .. "openai" .. ".com"
local r = require("ssl.https").request("https://" .. host .. "/v1/models")
