import Config
config :langchain, :mistral_api_key, fn -> System.fetch_env!("MISTRAL_API_KEY") end
