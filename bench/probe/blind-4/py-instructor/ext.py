import instructor
from pydantic import BaseModel


class Invoice(BaseModel):
    total: float


client = instructor.from_provider("anthropic/claude-3-5-haiku-latest")
