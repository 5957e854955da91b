"""Wind models."""
from mistral.beaufort import scale
