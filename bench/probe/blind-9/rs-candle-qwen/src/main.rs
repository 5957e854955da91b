use candle_transformers::models::qwen2::{Config, ModelForCausalLM};
fn load(api: hf_hub::api::sync::Api) { let r = api.model("Qwen/Qwen2-1.5B-Instruct".to_string()); }
