import com.aallam.openai.client.OpenAI
import com.aallam.openai.api.model.ModelId

val ai = OpenAI(token = "x")
val id = ModelId("gpt-4o")
