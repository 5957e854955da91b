"""`*.rockspec`: a rock of LuaRocks, with the rocks that it needs.   Source: LuaRocks wiki, "Rockspec format"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_OWN = lazily(r"(?m)^[ \t]*package[ \t]*=[ \t]*[\"'](?P<name>[\w./-]+)[\"']")
_LIST = lazily(r"\b(?:build_|test_)?dependencies\s*=\s*\{(?P<items>[^{}]{0,20000})\}")
_COMPUTED = lazily(r"(?m)^[ \t]*(?:build_|test_)?dependencies[ \t]*=[ \t]*(?!\{)\S")
_ITEM = lazily(
    r"--[^\n]*|[\"'](?P<name>[A-Za-z][\w./-]*)[ \t]*(?:(?:==?|@)[ \t]*(?P<version>[\w.-]+)[ \t]*|[<>~][^\"'\n]*)?[\"']"
)


def wants(path: str) -> bool:
    """Say whether the path is that of a rock's description."""
    return path.endswith(".rockspec")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the rock itself and what it depends on; Lua itself is no rock."""
    del path
    lines = text.split("\n")
    if own := _OWN.search(text):
        yield _rock(own["name"], "", text.count("\n", 0, own.start("name")), lines)
    for found in _COMPUTED.finditer(text):
        yield NotUnderstood(text.count("\n", 0, found.end()) + 1, "what it needs is worked out when it is built")
    for found in _LIST.finditer(text):
        for item in _ITEM.finditer(text, found.start("items"), found.end("items")):
            if item["name"] and item["name"] != "lua":
                number = text.count("\n", 0, item.start())
                yield _rock(item["name"], item["version"] or "", number, lines)


def _rock(name: str, version: str, number: int, lines: list[str]) -> Seen:
    return declared("luarocks", name.rpartition("/")[2], version, line=number + 1, text=lines[number])
