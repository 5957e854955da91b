use mistralrs::{TextMessageRole, TextMessages, VisionModelBuilder};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let model = VisionModelBuilder::new("google/gemma-3-12b-it").with_logging().build().await?;
    let m = TextMessages::new().add_message(TextMessageRole::User, "hello");
    println!("{}", model.send_chat_request(m).await?.choices[0].message.content.clone().unwrap());
    Ok(())
}
