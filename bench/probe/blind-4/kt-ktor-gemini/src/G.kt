import io.ktor.client.HttpClient
import io.ktor.client.request.post

private const val ROOT = "https://generativelanguage.googleapis.com/v1beta"

suspend fun ask(c: HttpClient, key: String) = c.post("$ROOT/models/gemini-1.5-pro:generateContent?key=$key")
