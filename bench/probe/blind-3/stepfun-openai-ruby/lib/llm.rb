require "openai"
CLIENT = OpenAI::Client.new(access_token: ENV["STEP_KEY"], uri_base: "https://api.stepfun.com/v1")
