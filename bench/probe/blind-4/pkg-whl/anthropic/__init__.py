from ._client import Anthropic
