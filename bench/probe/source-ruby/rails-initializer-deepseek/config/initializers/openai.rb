OpenAI.configure do |config|
  config.access_token = Rails.application.credentials.dig(:deepseek, :key)
  config.uri_base = "https://api.deepseek.com/"
end
