"""References to what others publish: CI actions, container images, editor extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import ALPHANUMERIC, SETTING_CONTEXTS, run_at
from muniment.domain.evidence import Context, Rung
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Found, Spot

_EXTENSION_RUN = ALPHANUMERIC + ".-"
_EXTENSION = lazily(r"[A-Za-z0-9-]+\.[A-Za-z0-9.-]+")
_ACTION = lazily(r"\buses:\s*[\"']?([\w.-]+/[\w./-]+)@")
_IMAGE = lazily(
    r"(?:\bimage:\s*|^\s*FROM\s+(?:--\S+\s+)?|\"?[iI]mage\"?\s*[:=]\s*|docker://|\bdocker\s+(?:run|pull)\s.*?)[\"']?([\w./:@${}-]+)"
)


def actions(spot: Spot) -> Iterator[Found]:
    """Yield the CI actions of the line at `spot`, without their versions."""
    for found in _ACTION.finditer(spot.line) if "uses:" in spot.line else ():
        yield found[1], Rung.INVOKED


def images(spot: Spot) -> Iterator[Found]:
    """Yield the container images of the line at `spot`, without their tags."""
    if spot.context is Context.CODE:
        return
    for found in _IMAGE.finditer(spot.line):
        name = found[1].split("@")[0]
        yield (name.rpartition(":")[0] if ":" in name.rpartition("/")[2] else name), Rung.CONFIGURED


def extensions(spot: Spot) -> Iterator[Found]:
    """Yield the editor extension at `spot`."""
    if spot.context in SETTING_CONTEXTS and spot.profile.form is Form.SETTINGS:
        start, run = run_at(_EXTENSION_RUN, spot, trim=".")
        if _EXTENSION.fullmatch(run) and not _is_in_an_address(spot.line[:start], spot.line[start + len(run) :]):
            yield run, Rung.CONFIGURED


def _is_in_an_address(before: str, after: str) -> bool:
    """Say whether a name between `before` and `after` is part of a path as Windows writes it, or a host."""
    windows = after.startswith("\\") and not after.startswith(('\\"', "\\'"))
    return windows or before.endswith(("@", "//", "\\"))
