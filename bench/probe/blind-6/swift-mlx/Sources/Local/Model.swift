import MLXLLM
import MLXLMCommon

func load() async throws -> ModelContainer {
    try await LLMModelFactory.shared.loadContainer(configuration: ModelConfiguration(id: "mlx-community/Qwen3-4B-4bit"))
}
