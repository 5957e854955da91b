variable "model" {
  type    = string
  default = "anthropic.claude-3-5-haiku-20241022-v1:0"
}
