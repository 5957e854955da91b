"""Code inside another text: chunks of a literate document, other languages of a notebook, scripts of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCED = lazily(
    r"^[ \t]*(?P<fence>```+|~~~+)[ \t]*(?:\{[ \t]*\.?(?P<language>\w+)[^}\n]*\}[^\n]*|(?P<cell>elixir)[ \t]*)\n"
    r"(?P<code>[\s\S]*?)"
    r"^[ \t]*(?P=fence)[ \t]*$",
    re.MULTILINE,
)
_SCRIPT = lazily(
    r"(?i)<script(?![^>]*\bsrc\s*=)(?:\s+(?!type\s*=)[^\s>]+)*"
    r"(?:\s+type\s*=\s*[\"']?(?:text/|application/)?(?:javascript|ecmascript|module|babel|jsx|typescript)[\"']?[^>]*)?\s*>"
    r"(?P<code>[\s\S]*?)</script"
)
"""A program in a page; data and templates have types of their own."""
_MAGIC = lazily(r"^(?:#|--|//) MAGIC[ \t]?(?:%(?P<language>\w+)[ \t]?)?(?P<code>[^\n]*)$", re.MULTILINE)
_KEPT_AS_SOURCE: Final = tuple(f"{mark} Databricks notebook source" for mark in ("#", "--", "//"))
_ENDINGS: Final = {
    "python": "py", "py": "py", "r": "r", "bash": "sh", "sh": "sh", "shell": "sh", "zsh": "sh", "sql": "sql",
    "julia": "jl", "js": "js", "ojs": "js", "node": "js", "scala": "scala", "pip": "sh", "elixir": "exs",
}  # fmt: skip


class Chunk(NamedTuple):
    """Code from `start` to `end` of a text, read like a file with `ending`."""

    start: int
    end: int
    ending: str


def chunks(text: str) -> list[Chunk]:
    """Return the chunks of a literate document, in order; a fence with the bare word `elixir` is a cell of Livebook."""
    return [
        Chunk(*found.span("code"), ending)
        for found in _FENCED.finditer(text)
        if (ending := _ENDINGS.get((found["language"] or found["cell"]).lower()))
    ]


def scripts(text: str) -> list[Chunk]:
    """Return the programs that stand in a page, in order."""
    return [Chunk(*found.span("code"), "js") for found in _SCRIPT.finditer(text)]


def is_kept_as_source(text: str) -> bool:
    """Say whether `text` is a notebook kept as source of its main language, with the others in comments."""
    return text.startswith(_KEPT_AS_SOURCE)


def magic(text: str) -> Iterator[Chunk]:
    """Yield the lines in other languages of a notebook kept as source; a language holds for the lines in a row."""
    ending, last = "", -1
    for found in _MAGIC.finditer(text):
        if found["language"]:
            ending = _ENDINGS.get(found["language"].lower(), "")
        elif found.start() != last + 1:
            ending = ""
        last = found.end()
        if ending:
            begins = found.start("language") if found["language"] == "pip" else found.start("code")
            yield Chunk(begins, found.end("code"), ending)
