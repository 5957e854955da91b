from enum import StrEnum


class Endpoint(StrEnum):
    FAST = "https://api.minimax.io/v1/text/chatcompletion_v2"
    CAREFUL = "https://api.anthropic.com/v1/messages"


TIMEOUT = 30
