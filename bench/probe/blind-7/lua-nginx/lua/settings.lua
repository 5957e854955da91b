return {
  upstream = "dashscope-us.aliyuncs.com",
  path = "/compatible-mode/v1/chat/completions",
  model = "qwen-flash",
}
