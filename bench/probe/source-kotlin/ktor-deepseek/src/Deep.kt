import io.ktor.client.HttpClient
import io.ktor.client.request.bearerAuth
import io.ktor.client.request.post
import io.ktor.client.request.setBody

suspend fun HttpClient.deep(key: String) = post("https://api.deepseek.com/chat/completions") {
    bearerAuth(key)
    setBody("""{"model":"deepseek-reasoner","messages":[]}""")
}
