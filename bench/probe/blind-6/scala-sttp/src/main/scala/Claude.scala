import sttp.client4.*
import sttp.client4.circe.*
import io.circe.generic.auto.*

object Review {
  private val endpoint = uri"https://api.anthropic.com/v1/messages"

  def ask(key: String, body: Json): Request[Either[ResponseException[String], Answer]] =
    basicRequest.post(endpoint).header("x-api-key", key).header("anthropic-version", "2023-06-01").body(asJson(body)).response(asJson[Answer])
}
