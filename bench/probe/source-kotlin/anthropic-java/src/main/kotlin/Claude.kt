import com.anthropic.client.okhttp.AnthropicOkHttpClient
import com.anthropic.models.messages.MessageCreateParams
import com.anthropic.models.messages.Model

val client = AnthropicOkHttpClient.fromEnv()
fun ask(text: String) = client.messages().create(
    MessageCreateParams.builder().maxTokens(256L).addUserMessage(text).model(Model.CLAUDE_SONNET_4_0).build()
)
