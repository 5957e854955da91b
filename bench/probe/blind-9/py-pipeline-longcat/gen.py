from transformers import pipeline
pipe = pipeline("text-generation", model="meituan-longcat/LongCat-Flash-Chat")
