"""The list of models, and one of them, as each dialect tells it."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.call import AnyJson
    from muniment.domain.gateway import ServedModel

_NO_DAY = "1970-01-01T00:00:00Z"
"""Where a model came out is not known here; the vendors themselves write this where they do not say."""


def list_body(models: Sequence[ServedModel], dialect: Dialect) -> bytes:
    """Return the body that lists `models`."""
    told = [_told(each, dialect) for each in models]
    if dialect is not Dialect.MESSAGES:
        return dumps({"object": "list", "data": told}).encode()
    ends = {"first_id": models[0].name if models else None, "last_id": models[-1].name if models else None}
    return dumps({"data": told, "has_more": False, **ends}).encode()


def model_body(model: ServedModel, dialect: Dialect) -> bytes:
    """Return the body that tells of one model."""
    return dumps(_told(model, dialect)).encode()


def _told(model: ServedModel, dialect: Dialect) -> dict[str, AnyJson]:
    if dialect is Dialect.MESSAGES:
        return {"type": "model", "id": model.name, "display_name": model.name, "created_at": _NO_DAY}
    return {"id": model.name, "object": "model", "created": 0, "owned_by": model.maker}
