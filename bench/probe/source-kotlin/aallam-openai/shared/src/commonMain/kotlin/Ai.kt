import com.aallam.openai.api.chat.ChatCompletionRequest
import com.aallam.openai.api.model.ModelId
import com.aallam.openai.client.OpenAI

suspend fun ask(token: String) =
    OpenAI(token).chatCompletion(ChatCompletionRequest(model = ModelId("gpt-4o-mini"), messages = emptyList()))
