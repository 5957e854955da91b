class Post < ApplicationRecord
  def summarise! = update!(summary: LLM.post("", { model: Rails.configuration.x.llm[:model], input: body }).body.dig("output", 0))
end
