require "net/http"
uri = URI("https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash:generateContent?key=#{k}")
Net::HTTP.post(uri, body)
