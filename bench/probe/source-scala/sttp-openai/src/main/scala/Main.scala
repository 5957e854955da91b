import sttp.openai.OpenAISyncClient
import sttp.openai.requests.completions.chat.ChatRequestBody.{ChatBody, ChatCompletionModel}

object Main extends App {
  val client = OpenAISyncClient(System.getenv("OPENAI_KEY"))
  client.createChatCompletion(ChatBody(model = ChatCompletionModel.GPT4oMini, messages = Nil))
}
