import sttp.client3._

object Rerank {
  def apply(body: String, key: String) =
    basicRequest.post(uri"https://api.cohere.com/v2/rerank").auth.bearer(key).body(body)
}
