"""The paths that are served, and which dialect is spoken on each. There is no other path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

PATHS: Final = {
    "/v1/chat/completions": Dialect.CHAT,
    "/v1/responses": Dialect.RESPONSES,
    "/v1/embeddings": Dialect.EMBEDDINGS,
    "/v1/messages": Dialect.MESSAGES,
}
COUNTS: Final = {
    "/v1/responses/input_tokens": Dialect.RESPONSES,
    "/v1/messages/count_tokens": Dialect.MESSAGES,
}
"""Where clients ask of how many tokens a call would be: its text leaves, and nothing but a number comes back."""
PATH_OF: Final = {dialect: path for path, dialect in PATHS.items()}
COUNT_PATH_OF: Final = {dialect: path for path, dialect in COUNTS.items()}
MODELS: Final = "/v1/models"
VERSION_HEADER: Final = "anthropic-version"
"""Whoever sends it speaks the dialect of Messages, also where the path is shared."""


def only_counts(target: str) -> bool:
    """Say whether a request to `target` asks for the number of tokens alone."""
    return target.partition("?")[0] in COUNTS


def dialect_of(path: str, headers: Mapping[str, str]) -> Dialect:
    """Return in which dialect a client is to be told anything; for a path that is not served, that of Chat."""
    found = PATHS.get(path) or COUNTS.get(path)
    if found is not None:
        return found
    return Dialect.MESSAGES if VERSION_HEADER in headers or path.startswith("/v1/messages") else Dialect.CHAT
