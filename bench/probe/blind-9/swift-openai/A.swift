import OpenAI
let c = OpenAI(apiToken: "x")
let q = ChatQuery(messages: [], model: .gpt4_o)
