RubyLLM.configure do |config|
  config.gemini_api_key = ENV["GEMINI_KEY"]
  config.default_model = "gemini-2.0-flash"
end
