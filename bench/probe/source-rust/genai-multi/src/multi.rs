use genai::chat::{ChatMessage, ChatRequest};
use genai::Client;

const MODELS: [&str; 2] = ["claude-3-haiku-20240307", "gemini-2.0-flash"];

pub async fn ask(text: &str) -> Result<(), genai::Error> {
    for model in MODELS {
        Client::default().exec_chat(model, ChatRequest::new(vec![ChatMessage::user(text)]), None).await?;
    }
    Ok(())
}
