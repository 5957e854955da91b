RULES = {
    "openai": r"sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
    "anthropic": r"sk-ant-api03-[A-Za-z0-9_\-]{93}AA",
    "groq": r"gsk_[A-Za-z0-9]{52}",
    "huggingface": r"hf_[A-Za-z]{34}",
    "xai": r"xai-[A-Za-z0-9]{80}",
    "mistral": r"[A-Za-z0-9]{32}",
    "cohere": r"[A-Za-z0-9]{40}",
}
ENV_NAMES = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "XAI_API_KEY", "COHERE_API_KEY"]
