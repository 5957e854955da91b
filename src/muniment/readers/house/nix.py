"""Packages out of Nixpkgs (`pkgs.name`, `with pkgs; [ name ]`) and its sets for Python, npm and Ruby (`ps.name`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"Packages", b"withPackages", b"pkgs")
_SET = r"(?P<{0}>python3?\d*|nodePackages|ruby|rubyPackages)(?:Packages)?(?:_latest)?"
_ONE = lazily(rf"\b{_SET.format('of')}\.(?P<name>[A-Za-z_][\w-]*)")
_WITH = lazily(rf"\bwith\s+(?:pkgs\.)?{_SET.format('of')}\s*;\s*\[(?P<names>[^\]]{{0,4000}})\]")
_CHOSEN = lazily(
    r"\b(?P<of>python3?\d*|ruby)[\w.]*\.withPackages\s*\(\s*(?P<var>\w+)\s*:\s*(?:with\s+\w+\s*;\s*)?\[(?P<names>[^\]]{0,4000})\]"
)
_PLAIN = lazily(r"\bpkgs\.(?P<name>[A-Za-z_][\w-]*)(?![\w.-])")
_WITH_PLAIN = lazily(
    r"\bwith\s+(?:pkgs|(?:inputs\.)?nixpkgs\.legacyPackages\.[\w.${}\"-]{1,80})\s*;\s*\[(?P<names>[^\]]{0,4000})\]"
)
_WORD = lazily(r"(?:\w+\.)?(?P<name>[A-Za-z_][\w-]*)")
_COMMENT = lazily(r"#[^\n]*")
_ECOSYSTEMS = {"pyt": "pypi", "nod": "npm", "rub": "gem", "pkg": "nix"}
_OF_THE_SET = frozenset(
    {
        "buildPythonPackage",
        "buildPythonApplication",
        "withPackages",
        "pkgs",
        "python",
        "interpreter",
        "override",
        "pythonOlder",
    }
)
_MOST = 5000


def wants(path: str) -> bool:
    """Say whether the path is that of a file in Nix."""
    return path.endswith(".nix")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the packages that are taken out of Nixpkgs itself, or out of the set of a language in it."""
    del path
    text = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    lines = text.split("\n")
    ends = [found.start() for found in re.finditer("\n", text)]
    for place, of, name in islice(_named(text), _MOST):
        if name not in _OF_THE_SET:
            number = bisect_left(ends, place) + 1
            yield declared(_ECOSYSTEMS[of[:3]], name, line=number, text=lines[number - 1])


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    for one in _ONE.finditer(text):
        if "Packages" in one[0]:
            yield one.start("name"), one["of"], one["name"]
    for one in _PLAIN.finditer(text):
        yield one.start("name"), "pkgs", one["name"]
    for pattern in (_WITH, _CHOSEN, _WITH_PLAIN):
        for found in pattern.finditer(text):
            of = "pkgs" if pattern is _WITH_PLAIN else found["of"]
            for word in _WORD.finditer(found["names"]):
                yield found.start("names") + word.start(), of, word["name"]
