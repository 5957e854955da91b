from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    embedding_provider: str = "cohere"
    embedding_model: str = "embed-english-v3.0"
    cohere_api_key: str = ""
