"""What the head of a call asks for beside the model: a purpose, an authority, and what changes the vendor's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect
from muniment.domain.patterns import lazily
from muniment.enforce.denials import DENIED, Denial
from muniment.enforce.paths import COUNT_PATH_OF, COUNTS, PATH_OF, PATHS, VERSION_HEADER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.app.gateway.callers import Known
    from muniment.app.gateway.settings import RouteSetup

_PURPOSE: Final = "muniment-purpose"
_AUTHORITY: Final = "muniment-authority"
_BETAS: Final = "anthropic-beta"
_BETA: Final = "beta=true"
_BETA_PATHS: Final = frozenset({PATH_OF[Dialect.MESSAGES], COUNT_PATH_OF[Dialect.MESSAGES]})
"""How a library asks for what is listed as `betas`; it says nothing that the header does not."""
_VERSION: Final = "2023-06-01"
_DAY: Final = lazily(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DeniedError(Exception):
    """A call goes no further."""

    def __init__(self, denial: Denial) -> None:
        """`denial` says why; it lacks the name of the decision."""
        super().__init__(denial.code)
        self.denial = denial


def refuse_unserved(method: str, target: str) -> None:
    """Refuse what is no call of a model. Raises: DeniedError."""
    path, _, query = target.partition("?")
    known = path in PATHS or path in COUNTS
    if method != "POST" or not known or (query and not (query == _BETA and path in _BETA_PATHS)):
        what = f"`{method} {target}` is not served here, and nothing goes on that is not understood"
        raise DeniedError(Denial(status=DENIED, code="path_not_served", message=what))


def named(headers: Mapping[str, str], known: Known) -> tuple[str, str]:
    """Return the purpose and the authority of a call: its own, or the caller's first. Raises: DeniedError."""
    caller = known.caller
    found = []
    for header, own in ((_PURPOSE, caller.purposes), (_AUTHORITY, caller.authorities)):
        said = headers.get(header, "")
        if said and said not in own:
            what = f"`{header}: {said[:100]}` is none of those that the caller `{caller.id}` may name"
            raise DeniedError(Denial(status=DENIED, code=header.removeprefix("muniment-") + "_not_open", message=what))
        found.append(said or (own[0] if own else ""))
    return found[0], found[1]


def asked_beside(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return all of `headers` on which it depends what `passed_on` returns."""
    return headers.get(VERSION_HEADER), headers.get(_BETAS)


def passed_on(headers: Mapping[str, str], dialect: Dialect, setup: RouteSetup) -> tuple[tuple[str, str], ...]:
    """Return the headers of a call that change what the vendor does. Raises: DeniedError for what is not listed."""
    found = []
    if VERSION_HEADER in headers or dialect is Dialect.MESSAGES:
        version = headers.get(VERSION_HEADER, _VERSION)
        if not _DAY.fullmatch(version):
            what = f"`{VERSION_HEADER}: {version[:100]}` is no version"
            raise DeniedError(Denial(status=DENIED, code="version_not_served", message=what))
        found.append((VERSION_HEADER, version))
    betas = [each.strip() for each in headers.get(_BETAS, "").split(",") if each.strip()]
    for beta in betas:
        if beta not in setup.betas:
            what = f"`{_BETAS}: {beta[:100]}` is not listed for the route `{setup.route.id}`"
            raise DeniedError(Denial(status=DENIED, code="beta_not_listed", message=what))
    if betas:
        found.append((_BETAS, ",".join(betas)))
    return tuple(found)
