import SwiftAnthropic

let service = AnthropicServiceFactory.service(apiKey: key, betaHeaders: nil)
let parameters = MessageParameter(model: .claude35Sonnet, messages: [], maxTokens: 1024)
let message = try await service.createMessage(parameters)
