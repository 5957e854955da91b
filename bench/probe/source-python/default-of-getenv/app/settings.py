import os

LLM_BASE = os.getenv("LLM_BASE", "https://api.deepseek.com/v1")
LLM_MODEL = os.getenv("LLM_MODEL", "deepseek-reasoner")
