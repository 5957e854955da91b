job "llm" {
  group "g" {
    task "t" {
      driver = "docker"
      config { image = "vllm/vllm-openai:v0.6" args = ["--model", "mistralai/Mistral-7B-Instruct-v0.3"] }
      env { HF_HOME = "/data" }
    }
  }
}
