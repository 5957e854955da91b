job "bot" {
  group "g" {
    task "t" {
      driver = "docker"
      config { image = "registry.example/bot:3" }
      env { XAI_API_KEY = "${NOMAD_VAR_key}" }
    }
  }
}
