use async_openai::{types::CreateCompletionRequestArgs, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new();
    let request = CreateCompletionRequestArgs::default().model("gpt-3.5-turbo-instruct").prompt("Hi").build()?;
    println!("{:?}", client.completions().create(request).await?);
    Ok(())
}
