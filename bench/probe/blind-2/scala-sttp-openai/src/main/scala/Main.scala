import sttp.openai.OpenAISyncClient
object Main extends App {
  val client = OpenAISyncClient(System.getenv("OPENAI_KEY"))
}
