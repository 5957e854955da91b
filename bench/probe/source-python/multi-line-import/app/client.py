from openai import (
    AsyncOpenAI as Client,
    RateLimitError,
)


async def make(key: str) -> Client:
    try:
        return Client(api_key=key, max_retries=5)
    except RateLimitError:
        raise
