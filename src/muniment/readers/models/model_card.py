"""The settings at the top of a model's README, where Hugging Face keeps base model, licence and tags.

Source: huggingface/hub-docs modelcard.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood, Rung
from muniment.domain.patterns import lazily
from muniment.readers.models.origin import Origin, observed
from muniment.readers.syntax import yaml_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_keys import Node

MARKS: tuple[bytes, ...] = (b"base_model", b"library_name", b"pipeline_tag", b"model_name")
_FRONT = lazily(r"\ufeff?---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_LARGEST = 200_000
_PARTS = {
    "base_model": "bases", "base_models": "bases", "model_name": "names", "license": "licences",
    "license_name": "licences", "model_creator": "makers", "model_type": "architectures",
}  # fmt: skip
_BASE_TAG = lazily(r"base_model:(?:\w+:)?(.+)")


def wants(path: str) -> bool:
    """Say whether the path is one that such a page has."""
    name = path.rpartition("/")[2].lower()
    return name.endswith(".md") and ("readme" in name or "card" in name)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield what the settings tell; nothing where the page has none."""
    del path
    front = _FRONT.match(text[:_LARGEST])
    if front is None:
        return
    node = yaml_keys.parse(front[1])
    if not (node.table.keys() & {"base_model", "base_models", "library_name", "pipeline_tag", "model_name"}):
        return
    yield from (NotUnderstood(problem.line + 1, problem.why) for problem in node.source.problems)
    whole = Origin()
    for part, _, value in _told(node):
        whole = whole.with_(part, value)
    lines = text.split("\n")
    for part, key, value in _told(node):
        line = _line(lines, key, value)
        said = " · ".join(filter(None, (lines[line - 1].strip(), whole.told())))
        yield from observed(Origin().with_(part, value), line, rung=Rung.DECLARED, said=said)


def _told(node: Node) -> Iterator[tuple[str, str, str]]:
    for key, part in _PARTS.items():
        yield from ((part, key, value) for value in _texts(node, key))
    for tag in _texts(node, "tags"):
        if base := _BASE_TAG.fullmatch(tag):
            yield "bases", "tags", base[1]
        else:
            yield "architectures", "tags", tag


def _texts(node: Node, key: str) -> Iterator[str]:
    value = node.table.get(key)
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _line(lines: list[str], key: str, value: str) -> int:
    """Return the line of the value, at or after that of its key."""
    start = next((at for at, line in enumerate(lines) if line.startswith(f"{key}:")), 0)
    return next((at + 1 for at in range(start, len(lines)) if value in lines[at]), start + 1)
