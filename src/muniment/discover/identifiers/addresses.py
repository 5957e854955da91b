"""Addresses: names of hosts, and object identifiers of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.identifiers.called import is_asked
from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import ALPHANUMERIC, run_at
from muniment.domain.evidence import Context, Rung
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Found, Spot

from string import digits

_HOST_RUN = ALPHANUMERIC + "_.-"
_OID_RUN = digits + "."
_OID = lazily(r"\d+(?:\.\d+){5,}")
_PROFILES = ("/@", "/user/", "/qr/", "/oembed")
"""What follows the host in the address of a page among those of all users, or of what shows one in other pages."""
_LEFT_OUT = lazily(r"\bexclu(?:de|sion)s?\b[\s(]*(?:group|module|rule)\b")
"""What a build leaves out of what another package would bring along."""
_NAMES_A_THING = lazily(r"(?i)\s--?(?:name|service(?:-?name)?|provider|vendor|backend|engine|adapter)$")
"""An option whose value is what something is called."""
_UNION_BEFORE = lazily(r"(?<!\|)\|\s*[\"']$")
"""A member of a type that is a choice of strings: everybody's names, of which the program need not speak any."""


def hosts(spot: Spot) -> Iterator[Found]:
    """Yield the host name at `spot`; one in a mail address, a profile link or a build's exclusion is a mention."""
    if " " in spot.matched:
        yield from _named_in_words(spot)
        return
    start, run = run_at(_HOST_RUN, spot, trim=".-")
    if not run or (spot.context is Context.CODE and not _in_quotes(spot, start)):
        return
    if "." not in run and (not _is_value(spot, start, run) or _UNION_BEFORE.search(spot.before)):
        return
    mail = start > 0 and spot.line[start - 1] == "@" and "//" not in spot.line[max(0, start - 60) : start]
    profile_link = spot.line.startswith(_PROFILES, start + len(run))
    left_out = _LEFT_OUT.search(spot.line[:start]) is not None
    rung = Rung.INVOKED if is_asked(spot) else Rung.CONFIGURED
    yield run.lower(), Rung.MENTIONED if mail or profile_link or left_out else rung


def _named_in_words(spot: Spot) -> Iterator[Found]:
    """Yield the name of a service in several words, where it is all of a string or of a setting's value."""
    if spot.context is not Context.CODE and _is_value(spot, spot.at, spot.matched):
        among_all = _UNION_BEFORE.search(spot.before) is not None
        yield spot.matched.lower(), Rung.MENTIONED if among_all else Rung.CONFIGURED


def _in_quotes(spot: Spot, start: int) -> bool:
    """Say whether what begins at `start` must be text although it seems to be code, as after a quote in a pattern."""
    return spot.line.endswith(("://", '"', "'", "`"), 0, start)


def _is_value(spot: Spot, start: int, run: str) -> bool:
    """Say whether `run` is all of a string or of a setting's value, and not a word among others."""
    if spot.context is Context.STRING:
        return spot.inside == run
    before, after = spot.line[:start].rstrip(" \t\"'"), spot.line[start + len(run) :].lstrip(" \t\"',;")
    if before.endswith(">") and after.startswith("</"):
        return True
    if spot.profile.form is Form.SHELL and _NAMES_A_THING.search(before):
        return True
    return before.endswith((":", "=", "-", "[", ",")) and not after


def object_ids(spot: Spot) -> Iterator[Found]:
    """Yield the object identifier at `spot`."""
    _, run = run_at(_OID_RUN, spot, trim=".")
    if _OID.fullmatch(run):
        yield run, Rung.CONFIGURED
