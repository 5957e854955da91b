import ai.koog.agents.core.agent.AIAgent
import ai.koog.prompt.executor.clients.openai.OpenAIModels
import ai.koog.prompt.executor.llms.all.simpleOpenAIExecutor
import kotlinx.coroutines.runBlocking

fun main() = runBlocking {
    val agent = AIAgent(executor = simpleOpenAIExecutor(System.getenv("LLM_KEY")), llmModel = OpenAIModels.Chat.GPT4o)
    println(agent.run("Hello"))
}
