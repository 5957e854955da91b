use async_openai::{Client, config::OpenAIConfig};
fn main() { let _c: Client<OpenAIConfig> = Client::new(); }
