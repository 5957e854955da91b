use hf_hub::{api::sync::Api, Repo, RepoType};

pub fn files() -> anyhow::Result<Vec<std::path::PathBuf>> {
    let repo = Api::new()?.repo(Repo::with_revision("mistralai/Mistral-7B-Instruct-v0.3".into(), RepoType::Model, "main".into()));
    Ok(vec![repo.get("tokenizer.json")?, repo.get("consolidated.safetensors")?])
}
