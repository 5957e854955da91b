use candle_transformers::models::qwen2::{Config, ModelForCausalLM};
use hf_hub::api::sync::Api;

pub fn repo() -> anyhow::Result<std::path::PathBuf> {
    Ok(Api::new()?.model("Qwen/Qwen2-1.5B-Instruct".to_string()).get("model.safetensors")?)
}

pub fn load(c: &Config, vb: candle_nn::VarBuilder) -> candle_core::Result<ModelForCausalLM> {
    ModelForCausalLM::new(c, vb)
}
