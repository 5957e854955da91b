package llm

deny contains msg if {
  input.model in {"deepseek-chat", "qwen-max", "claude-3-opus"}
  msg := sprintf("%s is not allowed", [input.model])
}
