"""`go.mod`, `go.work`, `go.sum`, the list of vendored modules, and what gomod2nix makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, is_conflict, lines_of
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_DIRECTIVES = frozenset({"module", "require", "replace", "tool"})
_IGNORED = frozenset({"go", "toolchain", "godebug", "retract", "exclude", "use", "ignore"})
_SUM = lazily(r"(\S+) (v[^\s/]+)(/go\.mod)? h1:\S+\s*$")
_CONSIDERED = lazily(r"\S+\s+\S+/go\.mod\s")
_PACKAGE = lazily(r"## |[^\s#]+\s*$")
_FOR_NIX = lazily(r"\s*\[mod\.\"(?P<name>[^\"]+)\"\]\s*$")
_NAMES = frozenset({"go.mod", "go.work", "go.sum", "go.work.sum", "gomod2nix.toml"})
_VENDORED = lazily(r"# (\S+)(?: (v\S+))?(?: => (\S+)(?: (v\S+))?)?\s*$")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    return basename(path) in _NAMES or path.endswith("vendor/modules.txt")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the module itself, and every required, replaced, replacing, hashed or vendored one."""
    lines = lines_of(text)
    yield from conflicts(lines)
    if path.endswith(".sum"):
        yield from _sums(lines)
    elif path.endswith(".txt"):
        yield from _vendored(lines)
    elif path.endswith(".toml"):
        yield from _for_nix(lines)
    else:
        yield from _directives(lines)
        words = {line.split()[0] for line in lines if line.strip()}
        if not words & ({"module"} if path.endswith("go.mod") else _DIRECTIVES | _IGNORED):
            yield NotUnderstood(1, "none of the directives that a module file has")


def _directives(lines: list[str]) -> Iterator[Seen]:
    block = ""
    for number, line in enumerate(lines, 1):
        words = line.partition("//")[0].replace('"', "").replace("`", "").split()
        if not words or is_conflict(line):
            continue
        if words == [")"]:
            block = ""
        elif words[-1] == "(" and not block:
            block = words[0]
            if block not in _DIRECTIVES | _IGNORED:
                yield NotUnderstood(number, f"`{excerpt(line)}` is no directive of a module file")
        else:
            directive, rest = (block, words) if block else (words[0], words[1:])
            yield from _directive(directive, rest, number, line)
    if block:
        yield NotUnderstood(len(lines), f"the block of `{excerpt(block)}` does not end")


def _directive(directive: str, words: list[str], number: int, line: str) -> Iterator[Seen]:
    if directive in _IGNORED:
        return
    if directive not in _DIRECTIVES or not words:
        yield NotUnderstood(number, f"`{excerpt(line)}` is no directive of a module file")
        return
    sides = [words[: words.index("=>")], words[words.index("=>") + 1 :]] if "=>" in words else [words]
    for side in sides:
        if side and not side[0].startswith((".", "/")):
            yield declared("golang", side[0], side[1] if len(side) > 1 else "", line=number, text=line)


def _sums(lines: list[str]) -> Iterator[Seen]:
    """Yield the modules whose content was used; of one that was only considered, the `go.mod` alone has a checksum."""
    for number, line in enumerate(lines, 1):
        found = _SUM.match(line)
        if found and not _CONSIDERED.match(line):
            yield declared("golang", found[1], found[2], line=number, text=line)
        elif not found and line.strip() and not is_conflict(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no line of a checksum file")


def _for_nix(lines: list[str]) -> Iterator[Seen]:
    seen = False
    for number, line in enumerate(lines, 1):
        if found := _FOR_NIX.match(line):
            seen = True
            yield declared("golang", found["name"], line=number, text=line)
    if not seen:
        yield NotUnderstood(1, "none of the modules that such a file lists")


def _vendored(lines: list[str]) -> Iterator[Seen]:
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if first and not lines[first - 1].startswith("#"):
        yield NotUnderstood(first, "a list of vendored modules that does not begin with a module")
    for number, line in enumerate(lines, 1):
        if found := _VENDORED.match(line):
            yield declared("golang", found[1], found[2] or "", line=number, text=line)
            if found[3] and not found[3].startswith((".", "/")):
                yield declared("golang", found[3], found[4] or "", line=number, text=line)
        elif line.strip() and not _PACKAGE.match(line) and not is_conflict(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no line of a list of vendored modules")
