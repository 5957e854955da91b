import sttp.client4.quick._

object A { val r = quickRequest.post(uri"https://api.openai.com/v1/embeddings").body("{}") }
