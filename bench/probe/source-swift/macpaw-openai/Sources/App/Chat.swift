import OpenAI

let openAI = OpenAI(apiToken: ProcessInfo.processInfo.environment["OPENAI_API_KEY"] ?? "")
let query = ChatQuery(messages: [], model: .gpt4_o)
let result = try await openAI.chats(query: query)
