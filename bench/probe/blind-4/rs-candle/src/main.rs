use hf_hub::api::sync::Api;

fn main() -> anyhow::Result<()> {
    let repo = Api::new()?.model("mistralai/Mistral-7B-v0.1".to_string());
    let _w = repo.get("model-00001-of-00002.safetensors")?;
    Ok(())
}
