use rig::providers::anthropic;
fn main() { let c = anthropic::Client::from_env(); let a = c.agent(anthropic::CLAUDE_3_5_SONNET).build(); }
