from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    anthropic_api_key: SecretStr | None = None
    anthropic_model: str = "claude-3-7-sonnet-latest"
    request_timeout: int = 30
