pub async fn complete(key: &str, body: serde_json::Value) -> reqwest::Result<reqwest::Response> {
    reqwest::Client::new()
        .post("https://codestral.mistral.ai/v1/fim/completions")
        .bearer_auth(key)
        .json(&body)
        .send()
        .await
}
