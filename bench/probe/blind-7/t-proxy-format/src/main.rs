use axum::{routing::post, Json, Router};

async fn chat(Json(_): Json<serde_json::Value>) -> Json<serde_json::Value> {
    Json(serde_json::json!({"object": "chat.completion", "model": "acme-small", "choices": []}))
}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/v1/chat/completions", post(chat));
    axum::serve(tokio::net::TcpListener::bind("0.0.0.0:8000").await.unwrap(), app).await.unwrap();
}
