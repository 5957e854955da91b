"""Python, npm and Ruby packages out of Nixpkgs: `python3Packages.name`, `with python3Packages; [ name ]`, `ps.name`."""

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

MARKS: tuple[bytes, ...] = (b"Packages", b"withPackages")
_SET = r"(?P<{0}>python3?\d*|nodePackages|ruby|rubyPackages)(?:Packages)?(?:_latest)?"
_ONE = lazily(rf"\b{_SET.format('of')}\.(?P<name>[A-Za-z_][\w-]*)")
_WITH = lazily(rf"\bwith\s+(?:pkgs\.)?{_SET.format('of')}\s*;\s*\[(?P<names>[^\]]{{0,4000}})\]")
_CHOSEN = lazily(
    r"\b(?P<of>python3?\d*|ruby)[\w.]*\.withPackages\s*\(\s*(?P<var>\w+)\s*:\s*(?:with\s+\w+\s*;\s*)?\[(?P<names>[^\]]{0,4000})\]"
)
_WORD = lazily(r"(?:\w+\.)?(?P<name>[A-Za-z_][\w-]*)")
_COMMENT = lazily(r"#[^\n]*")
_ECOSYSTEMS = {"p": "pypi", "n": "npm", "r": "gem"}
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
    """Yield the packages that are taken out of the sets of a language."""
    del path
    text = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    lines = text.split("\n")
    ends = [found.start() for found in re.finditer("\n", text)]
    for place, of, name in islice(_named(text), _MOST):
        if name not in _OF_THE_SET:
            number = bisect_left(ends, place) + 1
            yield declared(_ECOSYSTEMS[of[0]], name, line=number, text=lines[number - 1])


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    for one in _ONE.finditer(text):
        if "Packages" in one[0]:
            yield one.start("name"), one["of"], one["name"]
    for pattern in (_WITH, _CHOSEN):
        for found in pattern.finditer(text):
            for word in _WORD.finditer(found["names"]):
                yield found.start("names") + word.start(), found["of"], word["name"]
