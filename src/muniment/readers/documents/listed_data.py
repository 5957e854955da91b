"""Lists of sub-processors kept as data, as trust centres are built from: a list under a key that says so, or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import Rung
from muniment.domain.patterns import lazily
from muniment.readers.documents import suppliers
from muniment.readers.documents.suppliers import Row
from muniment.readers.syntax import json_keys, yaml_keys
from muniment.readers.syntax.json_keys import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Plain, Text

MARKS: tuple[bytes, ...] = (
    b"vendors",
    b"suppliers",
    b"ubprocessor",
    b"ubProcessor",
    b"ub-processor",
    b"ub_processor",
    b"ub processor",
)
_LISTS = lazily(r"(?i)sub[-_ ]?processor")
_KEY = lazily(r"(?i)^sub[-_ ]?processors?(?:[-_ ]?list)?$")
_KEY_OF_A_REGISTER = lazily(r"(?i)^(?:sub[-_ ]?processors?|vendors|suppliers|third[-_ ]?parties)(?:[-_ ]?list)?$")
"""Where a file's name says that it is a register of one's own suppliers, its list may be called so."""
_NAMES = (
    "name",
    "company",
    "vendor",
    "entity",
    "organisation",
    "organization",
    "provider",
    "legal_name",
    "subprocessor",
)
_MOST = 2000


def wants(path: str) -> bool:
    """Say whether the path is that of a file of data."""
    return path.lower().endswith((".json", ".yaml", ".yml"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the companies that are listed."""
    own, plain = suppliers.says_own_suppliers(path), suppliers.is_all_about_suppliers(path)
    if not (own or plain or _LISTS.search(text)):
        return
    if path.lower().endswith(".json"):
        if not json_keys.is_json(text):
            return
        top = json_keys.parse(text, _NAMES)
    else:
        top = yaml_keys.parse(text)
    for key, held in _lists(dict(top.table)):
        if _KEY.match(key) or own or (plain and any(_tells_what_for(item) for item in held)):
            for item in held[:_MOST]:
                yield from _item(item, top.source, text)


def _tells_what_for(item: Plain) -> bool:
    return isinstance(item, dict) and any(suppliers.says_what_for(key) for key in item)


def _lists(top: Plain) -> Iterator[tuple[str, list[Plain]]]:
    """Yield each list under a key that may say that it is one of suppliers, with the key, without recursion."""
    waiting: list[Plain] = [top]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, list) and _KEY_OF_A_REGISTER.match(key):
                    yield key, inner
                else:
                    waiting.append(inner)
        elif isinstance(value, list):
            waiting.extend(value)


def _item(item: Plain, source: Text, text: str) -> Iterator[Seen]:
    if isinstance(item, str):
        line = text.count("\n", 0, max(0, text.find(item))) + 1
        yield from suppliers.named(item, Row(line, (item,), item), Rung.AVAILABLE)
    elif isinstance(item, dict):
        node = Node(item, source)
        key = next((key for key in _NAMES if node.text(key)), "")
        if key:
            place = source.next(key, node.text(key))
            yield from suppliers.named(node.text(key), Row(place.line, (), place.shown), Rung.AVAILABLE)
