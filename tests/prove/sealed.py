"""A signed statement, a change to it, and the check by which it fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from app.reports import TODAY
from muniment.errors import ProofError
from muniment.prove.state import seal
from muniment.prove.verify import verify
from prove.statements import full
from signers.keys import p384

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from muniment.signers.file_key import FileKey


def sealed(signer: FileKey | None = None) -> bytes:
    by = signer or p384()
    return seal(replace(full(), algorithm=by.algorithm), keyid=by.keyid, sign=by.sign)


def failure(envelope: bytes, *, as_of: date = TODAY, by: FileKey | None = None) -> str:
    with pytest.raises(ProofError) as caught:
        verify(envelope, keys=[(by or p384()).public], as_of=as_of)
    return str(caught.value)


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Return the change that writes `value` at a place such as `predicate.scope.title`."""

    def change(found: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        inner: Any = found
        for name in parents:
            inner = inner[int(name)] if name.isdigit() else inner[name]
        inner[int(last) if last.isdigit() else last] = value

    return change


SEALED = sealed()
