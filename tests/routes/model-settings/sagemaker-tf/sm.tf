resource "aws_sagemaker_model" "m" {
  primary_container {
    environment = { HF_MODEL_ID = "meta-llama/Llama-2-7b-chat-hf" }
  }
}
