class Summarizer
  def call(text)
    client = OpenAI::Client.new(access_token: Rails.application.credentials.dig(:llm, :key))
    response = client.chat(parameters: { model: "gpt-4o-mini", messages: [{ role: "user", content: text }] })
    response.dig("choices", 0, "message", "content")
  end
end
