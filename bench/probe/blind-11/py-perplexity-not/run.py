from transformers import pipeline

pipe = pipeline("text-generation", model="perplexity-ai/r1-1776", device_map="auto")
print(pipe("Who wrote this?")[0]["generated_text"])
