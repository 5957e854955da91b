import Foundation

struct Client {
    let base = URL(string: "https://api.anthropic.com")!
    func request(_ body: Data) -> URLRequest {
        var r = URLRequest(url: base.appendingPathComponent("v1/messages"))
        r.httpMethod = "POST"
        r.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")
        r.httpBody = body
        return r
    }
}
