module Desk
  HOST = "api.mistral.ai".freeze

  class Remote
    def conn
      @conn ||= Faraday.new(url: "https://#{HOST}") { |f| f.request :json; f.response :json }
    end

    def ask(text)
      conn.post("/v1/chat/completions", { messages: [{ role: "user", content: text }] })
    end
  end
end
