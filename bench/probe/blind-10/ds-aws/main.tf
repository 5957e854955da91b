resource "aws_sagemaker_model" "m" {
  primary_container { environment = { HF_MODEL_ID = "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B" } }
}
