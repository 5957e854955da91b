import com.aallam.openai.client.OpenAI
import com.aallam.openai.client.OpenAIHost

val llm = OpenAI(token = System.getenv("LC"), host = OpenAIHost("https://api.longcat.chat/openai/"))
