from diffusers import KolorsPipeline
p = KolorsPipeline.from_pretrained("Kwai-Kolors/Kolors-diffusers", variant="fp16")
