import os
API = os.getenv("LLM_BASE", "https://api.x.ai/v1")
