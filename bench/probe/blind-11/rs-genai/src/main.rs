use genai::chat::{ChatMessage, ChatRequest};
use genai::Client;

#[tokio::main]
async fn main() -> Result<(), genai::Error> {
    let client = Client::default();
    let req = ChatRequest::new(vec![ChatMessage::user("why is the sky red")]);
    let res = client.exec_chat("glm-4-plus", req, None).await?;
    println!("{:?}", res.first_text());
    Ok(())
}
