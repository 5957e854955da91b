from modelscope import snapshot_download

path = snapshot_download("qwen/Qwen-7B-Chat", cache_dir="/models")
