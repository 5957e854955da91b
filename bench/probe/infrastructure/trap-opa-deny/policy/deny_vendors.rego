package deps

denied := {"deepseek", "zhipuai", "dashscope", "volcengine"}

deny[msg] {
  some p in input.packages
  denied[p.name]
  msg := sprintf("%s is not allowed", [p.name])
}
