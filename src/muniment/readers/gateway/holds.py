"""Where held calls lie, as the gateway's file says it: a file, or a database of PostgreSQL by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from muniment.app.approvals.settings import Secret
from muniment.domain.database import on_server
from muniment.domain.patterns import lazily
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_table import UnfitError

if TYPE_CHECKING:
    from muniment.readers.estate.toml_table import Table

_SECRET: Final = ("environment", "file")
_VARIABLE: Final = lazily(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_HERE: Final = frozenset({"", "localhost", "127.0.0.1", "::1"})
_VERIFIED: Final = frozenset({"verify-ca", "verify-full"})
_NOT_HERE: Final = ("passfile", "service", "servicefile", "options", "sslpassword", "ssl", "requiressl")
"""What libpq would take from an address, and what has no place in this file or would change how holds are kept."""


def place_of_holds(value: object) -> str:
    """Return the file, as it is named, or the address. Raises: UnfitError."""
    plain = toml_table.text(value)
    return _address(plain) if on_server(plain) else plain


def read_password(table: Table, key: str, place: str) -> Secret | None:
    """Return where the password of the database at `place` is; nothing where `key` is not there. Problems are noted."""
    if key not in table.values:
        return None
    below = table.below(key, f"`{key}`")
    below.allow(*_SECRET)
    if len([each for each in _SECRET if each in below.values]) != 1:
        below.note("file", f"`{key}` must name one place of the secret", "write `environment` or `file`, not both")
    if place and not on_server(place):
        table.note(key, "a file has no password", "leave it out, or name a database by postgresql://")
    return Secret(
        environment=below.take("environment", _variable) or "", file=below.take("file", toml_table.text) or ""
    )


def _address(plain: str) -> str:
    try:
        parts = urlsplit(plain)
        said = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise UnfitError(what="is no address of a database", help_="write postgresql://USER@HOST/DATABASE") from error
    if ":" in parts.netloc.rpartition("@")[0] or "password" in said:
        help_ = "leave it out, and name its place in `holds_password`"
        raise UnfitError(what="holds a password, and this file is read by many", help_=help_)
    if taken := [each for each in _NOT_HERE if each in said]:
        raise UnfitError(what=f"sets `{taken[0]}`, which cannot be set here", help_="leave it out")
    hosts = _hosts(parts.netloc.rpartition("@")[2], said)
    modes = set(said.get("sslmode", ()))
    if not all(each in _HERE or each.startswith("/") for each in hosts) and not (modes and modes <= _VERIFIED):
        what = "names another machine, and does not ask who answers there"
        raise UnfitError(what=what, help_="add `?sslmode=verify-full`, and `&sslrootcert=FILE` where it needs one")
    return plain


def _hosts(netloc: str, said: dict[str, list[str]]) -> set[str]:
    """Return every host that the driver may turn to."""
    named = [each.rpartition(":")[0] if _ends_in_port(each) else each for each in netloc.split(",")]
    more = [host for key in ("host", "hostaddr") for value in said.get(key, ()) for host in value.split(",")]
    return {unquote(each).strip("[]") for each in (*named, *more)}


def _ends_in_port(host: str) -> bool:
    return ":" in host and not host.endswith("]")


def _variable(value: object) -> str:
    plain = toml_table.text(value)
    if not _VARIABLE.fullmatch(plain):
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`, which is no name of a variable")
    return plain
