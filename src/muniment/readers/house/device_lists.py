"""`router.db`: the devices of a network whose configurations RANCID or Oxidized saves, one a line, with what they are.

Source: router.db(5) of RANCID; ytti/oxidized docs/Sources.md.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b":", b";")
_NAME = "router.db"
_MOST = 20_000
_FIELDS = lazily(r"[;:]")
_KIND = lazily(r"[A-Za-z][\w-]{1,30}")


def wants(path: str) -> bool:
    """Say whether the path is that of such a list."""
    return path[path.rfind("/") + 1 :] == _NAME


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield what each device is said to be. Which field says it is set elsewhere, so every word but the first may."""
    del path
    for number, line in islice(enumerate(text.split("\n"), 1), _MOST):
        _, *fields = _FIELDS.split(line.partition("#")[0])
        for field in fields[:3]:
            if _KIND.fullmatch(word := field.strip()):
                kind = Identifier(IdentifierKind.SETTING, f"device_type={word}")
                yield Observation(kind, number, Context.FIELD, Rung.CONFIGURED, excerpt(line))
