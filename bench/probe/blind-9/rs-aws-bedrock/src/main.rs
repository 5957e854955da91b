use aws_sdk_bedrockruntime::Client;
async fn f(c: &aws_config::SdkConfig) { Client::new(c).converse().model_id("amazon.nova-lite-v1:0").send().await.ok(); }
