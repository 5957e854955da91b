var r = URLRequest(url: URL(string: "https://api.anthropic.com/v1/messages")!)
r.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")
