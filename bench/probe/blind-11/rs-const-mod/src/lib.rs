mod endpoints;

pub async fn chat(http: &reqwest::Client, key: &str, body: String) -> reqwest::Result<String> {
    http.post(format!("{}{}", endpoints::ROOT, endpoints::CHAT)).bearer_auth(key).body(body).send().await?.text().await
}
