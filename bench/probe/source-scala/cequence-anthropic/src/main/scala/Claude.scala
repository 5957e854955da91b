import io.cequence.openaiscala.anthropic.service.AnthropicServiceFactory
import io.cequence.openaiscala.domain.NonOpenAIModelId

object Claude {
  val service = AnthropicServiceFactory()
  val model   = NonOpenAIModelId.claude_3_5_sonnet_20240620
}
