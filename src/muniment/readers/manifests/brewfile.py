"""`Brewfile`: the programs that Homebrew puts on a machine.   Source: Homebrew documentation, "brew bundle"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared, lines_of
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_ENTRY = lazily(
    r"\s*(?P<kind>brew|cask|vscode|npm|cargo|uv|go)[\s(]+[\"'](?P<name>[@\w./+-]+)[\"'](?!.{0,200}\binstall\s*:\s*false)"
)
_KIND = lazily(r"\s*(?P<kind>brew|cask)[\s(]+(?=[^\"'\s=])[^#]")
_ECOSYSTEMS = {"brew": "brew", "cask": "brew", "npm": "npm", "cargo": "cargo", "uv": "pypi", "go": "golang"}


def wants(path: str) -> bool:
    """Say whether the path is that of such a list."""
    name = basename(path)
    return name == "Brewfile" or name.startswith("Brewfile.") or name.endswith(".Brewfile")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every formula, cask and package; extensions of an editor are found as such by the search for words."""
    del path
    for number, line in enumerate(lines_of(text), 1):
        found = _ENTRY.match(line)
        if found and (ecosystem := _ECOSYSTEMS.get(found["kind"])):
            name = found["name"]
            name = name.rpartition("/")[2].partition("@")[0] if ecosystem == "brew" else name
            yield declared(ecosystem, name, line=number, text=line)
        elif found is None and _KIND.match(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is worked out when the list is read")
