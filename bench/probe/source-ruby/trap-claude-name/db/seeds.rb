%w[Claude Gemma Kimi Llama].each { |name| Pet.create!(name: name) }
Artist.create!(name: "Claude Debussy")
