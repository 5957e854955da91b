require "faraday"

CONN = Faraday.new(url: "https://api.deepseek.com") { |f| f.request :json }
def ask(q) = CONN.post("/chat/completions", { model: "deepseek-chat", messages: [{ role: "user", content: q }] })
