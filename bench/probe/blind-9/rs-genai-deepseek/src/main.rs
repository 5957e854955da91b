use genai::Client;
const MODEL: &str = "deepseek-chat";
async fn f() { Client::default().exec_chat(MODEL, req, None).await.unwrap(); }
