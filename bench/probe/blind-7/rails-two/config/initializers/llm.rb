LLM = Faraday.new(url: Rails.configuration.x.llm.fetch(:url)) { |f| f.request :json }
