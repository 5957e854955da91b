class Summary < ApplicationRecord
  def write
    RubyLLM.chat(model: "gemini-2.0-flash", provider: :gemini).ask("Summarise #{body}").content
  end
end
