require "faraday"

module Gateway
  PROVIDER = "deepseek"
  BASE = "https://api.#{PROVIDER}.com"

  def self.ask(prompt)
    conn = Faraday.new(url: BASE) { |f| f.request :json; f.response :json }
    conn.post("/chat/completions") do |req|
      req.headers["Authorization"] = "Bearer #{ENV.fetch("CHAT_KEY")}"
      req.body = { model: "deepseek-chat", messages: [{ role: "user", content: prompt }] }
    end.body
  end
end
