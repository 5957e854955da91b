"""What readers of programs share: a library that a program loads is known by the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import declared
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MOST_LIBRARIES: Final = 2000
_LIBRARY = lazily(r"[\w@+.\-/ \\$()]{1,200}")
_GO = b"\xff Go buildinf:"
_GO_MODULE = lazily(rb"\n(?:dep|mod|=>)\t([\w.~/-]+\.[\w.~/-]+)\t(v[\w.+-]+|\(devel\))")
_MOST_MODULES = 5000
_COMPANY = "CompanyName".encode("utf-16-le")
_LONGEST_COMPANY = 160


def loads(name: str) -> Iterator[Observation]:
    """Yield the library that a program loads, by the name of its file; nothing for what cannot be one."""
    if _LIBRARY.fullmatch(name):
        value = name.replace("\\", "/").removeprefix("@rpath/").removeprefix("@executable_path/")
        yield seen(IdentifierKind.FILE, value, f"loads {name}")


def seen(kind: IdentifierKind, value: str, said: str) -> Observation:
    """Return an identifier that a program declares; it stands on no line."""
    return Observation(Identifier(kind, value), 0, Context.FIELD, Rung.DECLARED, excerpt(said))


def built_with(data: bytes) -> Iterator[Seen]:
    """Yield the Go modules that a program was built of, which the compiler writes into it.

    Source: Go `debug/buildinfo`.
    """
    if data.find(_GO) < 0:
        return
    for count, found in enumerate(_GO_MODULE.finditer(data)):
        if count == _MOST_MODULES:
            return
        module, version = found[1].decode(), found[2].decode()
        yield declared("golang", module, version.strip("()"), line=0, text=f"built with {module} {version}")


def made_by(data: bytes) -> Iterator[Observation]:
    """Yield the company that a program for Windows names as its maker."""
    at = data.find(_COMPANY)
    if at < 0:
        return
    text = data[at + len(_COMPANY) : at + len(_COMPANY) + 4 * _LONGEST_COMPANY].decode("utf-16-le", "replace")
    name = text.lstrip("\0").partition("\0")[0].strip()
    if 1 < len(name) <= _LONGEST_COMPANY and name.isprintable():
        yield seen(IdentifierKind.NAME, name, f"company {name}")
