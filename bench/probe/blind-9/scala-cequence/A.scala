import io.cequence.openaiscala.service.OpenAIServiceFactory

object A { val s = OpenAIServiceFactory("k") }
