import ai.koog.prompt.executor.clients.anthropic.AnthropicModels
import ai.koog.prompt.executor.llms.all.simpleAnthropicExecutor

val ex = simpleAnthropicExecutor(System.getenv("K"))
val model = AnthropicModels.Sonnet_4
