val url = "wss://tts-api.xfyun.cn/v2/tts"
