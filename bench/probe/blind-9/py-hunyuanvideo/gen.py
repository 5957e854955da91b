from diffusers import HunyuanVideoPipeline
p = HunyuanVideoPipeline.from_pretrained("hunyuanvideo-community/HunyuanVideo")
