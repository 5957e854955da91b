use rig::{client::EmbeddingsClient, embeddings::EmbeddingsBuilder, providers::cohere};

pub async fn embed(docs: Vec<String>) -> anyhow::Result<()> {
    let client = cohere::Client::new(&std::env::var("COHERE_API_KEY")?);
    let model = client.embedding_model(cohere::EMBED_MULTILINGUAL_V3, "search_document");
    EmbeddingsBuilder::new(model).documents(docs)?.build().await?;
    Ok(())
}
