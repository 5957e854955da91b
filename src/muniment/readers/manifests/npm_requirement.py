"""One entry of a JavaScript manifest: a name and the range, alias, tag or address behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import declared, repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_OWNER_AND_NAME = lazily(r"([A-Za-z0-9][\w-]*/[A-Za-z0-9][\w.-]*)(?:#.*)?")
_EXACT = lazily(r"\s*[=v]*(\d+\.\d+\.\d+(?:[-+][\w.+-]*)?)\s*")
_ADDRESS = lazily(r"(?:git|github|gitlab|bitbucket|https?|ssh)[+:@]")


def npm_requirement(name: str, spec: str, *, line: int, shown: str) -> Iterator[Seen]:
    """Yield the package that is installed, which for an alias is not `name`, and the repository where one is given."""
    if spec.startswith("npm:") and "@" in spec[5:]:
        real, version = split(spec[4:])
        yield declared("npm", real, exact(version), line=line, text=shown)
    elif spec.startswith("npm:") and spec[4:5].isalpha():
        yield declared("npm", spec[4:], line=line, text=shown)
    else:
        yield declared("npm", name, exact(spec.removeprefix("npm:")), line=line, text=shown)
        if _ADDRESS.match(spec):
            yield from repository(spec, line=line, text=shown)
        elif found := _OWNER_AND_NAME.fullmatch(spec):
            yield declared("github", found[1], line=line, text=shown)


def exact(spec: str) -> str:
    """Return the one version that `spec` admits, or nothing; `1.2` is a range."""
    found = _EXACT.fullmatch(spec)
    return found[1] if found else ""


def split(spec: str) -> tuple[str, str]:
    """Return the name and what follows it in `name@version` or `@scope/name@version`."""
    at = spec.find("@", 1)
    return (spec, "") if at < 0 else (spec[:at], spec[at + 1 :])
