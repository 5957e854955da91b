require "openai"
client = OpenAI::Client.new(access_token: t, uri_base: "https://dashscope.aliyuncs.com/compatible-mode")
