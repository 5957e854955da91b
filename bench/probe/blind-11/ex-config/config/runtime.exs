import Config

if config_env() == :prod do
  config :desk, Desk.Assistant,
    base_url: "https://api.anthropic.com",
    model: System.get_env("ASSISTANT_MODEL", "claude-3-5-haiku-latest"),
    api_key: System.fetch_env!("ASSISTANT_KEY")
end
