const URL: &str = concat!("https://", "api.mistral.ai", "/v1/fim/completions");
async fn go() { reqwest::Client::new().post(URL).send().await.unwrap(); }
