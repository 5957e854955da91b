const MODEL: &str = "glm-4-plus";
async fn go(c: &genai::Client, r: genai::chat::ChatRequest) { let _ = c.exec_chat(MODEL, r, None).await; }
