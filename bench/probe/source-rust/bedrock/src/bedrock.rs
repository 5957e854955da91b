use aws_sdk_bedrockruntime::{types::ContentBlock, Client};

const CLAUDE: &str = "anthropic.claude-3-5-sonnet-20241022-v2:0";

pub async fn ask(client: &Client, text: String) {
    let _ = client.converse().model_id(CLAUDE).send().await;
    let _ = ContentBlock::Text(text);
}
