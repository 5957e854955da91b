--[[ require('openai') ]]
local x = 1
