from modelscope import snapshot_download
d = snapshot_download("ZhipuAI/glm-4-9b-chat")
