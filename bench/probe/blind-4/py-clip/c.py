from transformers import CLIPModel

m = CLIPModel.from_pretrained("openai/clip-vit-base-patch32")
