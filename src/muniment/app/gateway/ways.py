"""The ways to models that were open to calls today, kept for calls that come by other connections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from muniment.app.gateway.heads import asked_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.app.gateway.calls import Standing, Way

    Key = tuple[object, ...]

_MOST: Final = 512
"""Ways that are kept at once; callers with tokens bring their own persons with them."""


class Ways:
    """Knows ways by everything that a way depends on while the process runs: one that is not open is never kept."""

    def __init__(self) -> None:
        """Know none."""
        self._day = date.min
        self._found: dict[Key, Way] = {}

    def found(self, standing: Standing, headers: Mapping[str, str], model: str, day: date) -> Way | None:
        """Return the way to `model` that was open on `day` to whoever stands so, by a head with such `headers`."""
        return self._found.get(_key(standing, headers, model)) if day == self._day else None

    def keep(self, standing: Standing, headers: Mapping[str, str], way: Way, day: date) -> None:
        """Keep a way that is open on `day`; those of other days go."""
        if day != self._day or len(self._found) == _MOST:
            self._day = day
            self._found.clear()
        self._found[_key(standing, headers, way.model.name)] = way


def _key(standing: Standing, headers: Mapping[str, str], model: str) -> Key:
    known = standing.known
    who = known.caller.id, known.person, known.by
    return *who, standing.dialect, standing.counts, standing.purpose, standing.authority, model, *asked_beside(headers)
