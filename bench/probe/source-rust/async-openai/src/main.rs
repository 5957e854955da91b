use async_openai::{types::CreateChatCompletionRequestArgs, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = CreateChatCompletionRequestArgs::default().model("gpt-4o").messages([]).build()?;
    println!("{:?}", Client::new().chat().create(request).await?);
    Ok(())
}
