"""The figures beside a rulebook: what was measured with it, and never a figure that was not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.ids import Digest
from muniment.domain.moment import parse_day
from muniment.domain.patterns import lazily
from muniment.domain.recall import MeasuredRecall, SurfaceRecall
from muniment.domain.surface import Surface
from muniment.errors import Problem, RulebookError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FIGURES: Final = "measured-recall.json"
"""The file in a rulebook's folder. It is about the rulebook and no part of it: no decision rests on it."""

_LIMIT: Final = 1024 * 1024
_DIGEST: Final = lazily(r"sha256:[0-9a-f]{64}")
_KEYS: Final = frozenset({"measured", "corpus", "surfaces"})
_ALL_KEYS: Final = _KEYS | {"discovery"}
_COUNTS: Final = ("routes", "found", "traps", "hit")
_SURFACES: Final = {surface.value: surface for surface in Surface}


def read_recall(folder: Path) -> MeasuredRecall | None:
    """Return the figures measured with the rulebook in `folder`; nothing where none were.

    Raises: RulebookError where the file says what cannot be, such as more found than there was.
    """
    file = folder / FIGURES
    if not file.exists():
        return None
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _refused(file, f"cannot be read: {(error.strerror or type(error).__name__).lower()}") from error
    if len(content) > _LIMIT:
        raise _refused(file, "larger than 1 MiB")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _refused(file, "is not JSON") from error
    return _figures(file, value)


def _figures(file: Path, value: Any) -> MeasuredRecall:  # noqa: ANN401  (JSON can be anything)
    if not isinstance(value, dict) or not _KEYS <= value.keys() <= _ALL_KEYS:
        raise _refused(
            file, f"needs the keys {', '.join(f'`{key}`' for key in sorted(_KEYS))} and may have `discovery`"
        )
    surfaces = value["surfaces"]
    if not isinstance(surfaces, dict) or not surfaces.keys() <= _SURFACES.keys():
        raise _refused(file, f"`surfaces` may hold only {', '.join(f'`{name}`' for name in sorted(_SURFACES))}")
    return MeasuredRecall(
        measured=_day(file, value["measured"]),
        corpus=_digest(file, "corpus", value["corpus"]),
        surfaces={_SURFACES[name]: _counts(file, name, counts) for name, counts in surfaces.items()},
        discovery=_digest(file, "discovery", value["discovery"]) if "discovery" in value else None,
    )


def _counts(file: Path, name: str, value: object) -> SurfaceRecall:
    if not isinstance(value, dict) or value.keys() != set(_COUNTS):
        raise _refused(file, f"surface `{name}` needs {', '.join(f'`{count}`' for count in _COUNTS)}, and nothing else")
    if not all(type(value[count]) is int and value[count] >= 0 for count in _COUNTS):
        raise _refused(file, f"surface `{name}` has a count that is no whole number from 0 on")
    if value["found"] > value["routes"] or value["hit"] > value["traps"]:
        raise _refused(file, f"surface `{name}` counts more found than there was to find")
    return SurfaceRecall(routes=value["routes"], found=value["found"], traps=value["traps"], hit=value["hit"])


def _day(file: Path, value: object) -> date:
    try:
        return parse_day(str(value))
    except ValueError as error:
        raise _refused(file, f"`measured` is not a date such as 2026-11-25: `{value}`") from error


def _digest(file: Path, key: str, value: object) -> Digest:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise _refused(file, f"`{key}` is not `sha256:` and 64 hexadecimal digits")
    return Digest(value)


def _refused(file: Path, what: str) -> RulebookError:
    help_ = "measure again, or remove the file: then reports say `not measured`"
    return RulebookError(Problem(where=str(file), what=what, help=help_))
