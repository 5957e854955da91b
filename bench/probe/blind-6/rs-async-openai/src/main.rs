use async_openai::{config::OpenAIConfig, types::CreateChatCompletionRequestArgs, Client};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = OpenAIConfig::new().with_api_base("https://api.x.ai/v1").with_api_key(std::env::var("GROK_KEY")?);
    let client = Client::with_config(config);
    let request = CreateChatCompletionRequestArgs::default().model("grok-4").build()?;
    println!("{:?}", client.chat().create(request).await?);
    Ok(())
}
