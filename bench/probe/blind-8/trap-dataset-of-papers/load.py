from datasets import load_dataset

papers = load_dataset(
    "someone/llama-2-papers-chunked",
    split="train",
)
index_name = "llama-2-papers"
