import sttp.openai.OpenAISyncClient
import sttp.openai.requests.completions.chat.ChatRequestBody.{ChatBody, ChatCompletionModel}

@main def run(): Unit =
  val client = OpenAISyncClient(sys.env("KEY"))
  println(client.createChatCompletion(ChatBody(ChatCompletionModel.GPT4oMini, Seq.empty)))
