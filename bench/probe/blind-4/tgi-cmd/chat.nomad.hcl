job "chat" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image = "ghcr.io/huggingface/text-generation-inference:2.4"
        args  = ["--model-id", "google/gemma-2-9b-it"]
      }
    }
  }
}
