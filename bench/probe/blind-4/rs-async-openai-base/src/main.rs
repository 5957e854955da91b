use async_openai::{config::OpenAIConfig, Client};

fn client() -> Client<OpenAIConfig> {
    Client::with_config(OpenAIConfig::new().with_api_base("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"))
}
