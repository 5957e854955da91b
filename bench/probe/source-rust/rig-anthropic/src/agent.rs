use rig::{client::CompletionClient, completion::Prompt, providers::anthropic};

pub async fn ask(text: &str) -> anyhow::Result<String> {
    let client = anthropic::Client::new(&std::env::var("ANTHROPIC_API_KEY")?);
    let agent = client.agent(anthropic::completion::CLAUDE_3_7_SONNET).build();
    Ok(agent.prompt(text).await?)
}
