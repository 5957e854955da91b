from huggingface_hub import hf_hub_download

hf_hub_download(repo_id="meta-llama/Llama-3.2-3B-Instruct", filename="original/consolidated.00.pth")
