suspend fun ask(c: io.ktor.client.HttpClient) = c.post("https://api.moonshot.cn/v1/chat/completions") { setBody("{}") }
