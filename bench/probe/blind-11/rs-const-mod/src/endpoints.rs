pub const ROOT: &str = concat!("https://", "api.", "x.ai");
pub const CHAT: &str = "/v1/chat/completions";
