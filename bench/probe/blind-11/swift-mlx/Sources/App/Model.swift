import MLXLLM
import MLXLMCommon

func load() async throws -> ModelContainer {
    let configuration = ModelConfiguration(id: "mlx-community/Qwen3-4B-4bit")
    return try await LLMModelFactory.shared.loadContainer(configuration: configuration)
}
