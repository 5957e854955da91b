import Foundation
import OpenAI

struct Assistant {
    let client = OpenAI(apiToken: ProcessInfo.processInfo.environment["TOKEN"] ?? "")

    func answer(_ text: String) async throws -> String? {
        let query = ChatQuery(messages: [.user(.init(content: .string(text)))], model: .gpt4_o)
        return try await client.chats(query: query).choices.first?.message.content
    }
}
