import ai.koog.agents.core.agent.AIAgent
import ai.koog.prompt.executor.clients.anthropic.AnthropicModels
import ai.koog.prompt.executor.clients.openai.OpenAIModels
import ai.koog.prompt.executor.llms.all.simpleOpenAIExecutor

val agent = AIAgent(executor = simpleOpenAIExecutor(System.getenv("KEY")), llmModel = OpenAIModels.Chat.GPT4o)
val other = AnthropicModels.Sonnet_3_7
