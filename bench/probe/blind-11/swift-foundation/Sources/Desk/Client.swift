import Foundation

struct Client {
    func request(_ body: Data) -> URLRequest {
        var parts = URLComponents()
        parts.scheme = "https"
        parts.host = "api.anthropic.com"
        parts.path = "/v1/messages"
        var request = URLRequest(url: parts.url!)
        request.httpMethod = "POST"
        request.httpBody = body
        return request
    }
}
