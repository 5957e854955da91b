import GoogleGenerativeAI

let model = GenerativeModel(name: "gemini-1.5-flash", apiKey: key)
