import ai.koog.agents.core.agent.AIAgent
import ai.koog.prompt.executor.clients.anthropic.AnthropicModels
import ai.koog.prompt.executor.llms.all.simpleAnthropicExecutor

suspend fun main() {
    val agent = AIAgent(promptExecutor = simpleAnthropicExecutor(System.getenv("KEY")), llmModel = AnthropicModels.Sonnet_4)
    println(agent.run("hello"))
}
