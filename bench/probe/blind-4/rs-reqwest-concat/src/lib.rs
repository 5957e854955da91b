const API: &str = concat!("https://", "api.anthropic.com", "/v1/messages");

pub async fn send(c: &reqwest::Client, b: serde_json::Value) -> reqwest::Result<reqwest::Response> {
    c.post(API).json(&b).send().await
}
