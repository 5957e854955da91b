"""The trust policy of a verifier, in TOML. `docs/certify.md` describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.domain.person import People, likeness
from muniment.domain.statement import Algorithm
from muniment.domain.trust import Grant, SignerRole
from muniment.errors import PolicyError
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table, UnfitError

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOP = ("threshold", "algorithms", "stamped", "keys", "people", "stamp_authorities")
_KEY = ("file", "person", "roles", "from", "until", "revoked", "reason", "credential", "subcontractor")
_PERSON = ("person", "also")
_MOST = 16
_UEI = lazily(r"[A-Z0-9]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """What a policy says. Keys and the root certificates of time-stamp authorities are in files that it names.

    The key id of each grant is empty until its file is read.
    """

    threshold: int
    algorithms: tuple[Algorithm, ...]
    stamped: bool
    keys: tuple[tuple[str, Grant], ...]
    stamp_authorities: tuple[str, ...]
    people: People


def read_policy(text: str, *, where: str) -> PolicyFile:
    """Return the policy that `text` describes; `where` names the file.

    Raises: PolicyError with everything that is wrong.   Source: TOML 1.0.0.
    """
    text = text.removeprefix("\ufeff")
    notes = Notes(where, places(text))
    top = Table(values=parse(text, where, PolicyError), path=(), header="the policy", notes=notes)
    top.allow(*_TOP)
    if not top.values.get("keys"):
        top.note("keys", "the policy trusts nobody", "add [[keys]] with `file`, `person` and `roles`")
    persons: dict[str, str] = {}
    keys = tuple(key for table in top.all_below("keys", "[[keys]]") for key in _key(table, persons))
    policy = PolicyFile(
        threshold=top.take("threshold", _threshold) or 1,
        algorithms=tuple(each for _, each in top.each("algorithms", toml_table.member(Algorithm)) or ()),
        stamped=top.take("stamped", toml_table.yes_or_no) or False,
        keys=keys,
        stamp_authorities=tuple(name for _, name in top.each("stamp_authorities", toml_table.text) or ()),
        people=_people(top.all_below("people", "[[people]]"), persons),
    )
    if notes.problems:
        raise PolicyError(*notes.problems)
    return policy


def _key(table: Table, persons: dict[str, str]) -> tuple[tuple[str, Grant], ...]:
    """Return the key that `table` gives to a person. `persons` are the names so far by how they look."""
    table.allow(*_KEY)
    table.require("file", "person", "roles")
    file, person = table.take("file", toml_table.text), table.take("person", toml_table.text)
    roles = tuple(role for _, role in table.each("roles", toml_table.member(SignerRole)) or ())
    start, until, revoked = (table.take(key, toml_table.day) for key in ("from", "until", "revoked"))
    if start is not None and until is not None and until < start:
        table.note("until", f"`until` is {until}, which is before `from`, {start}", "see which day is mistaken")
    reason = table.take("reason", toml_table.text) or ""
    if file is None or person is None:
        return ()
    _refuse_alike(table, person, persons)
    credential = table.take("credential", toml_table.name) or ""
    if credential and roles != (SignerRole.APPROVER,):
        table.note("credential", "an authenticator signs approvals alone", 'write roles = ["approver"]')
    subcontractor = table.take("subcontractor", toml_table.name) or ""
    if subcontractor and not _UEI.fullmatch(subcontractor):
        what = f"`{subcontractor}` is no UEI"
        table.note("subcontractor", what, "give its 12 capital letters and digits")
    if subcontractor and roles != (SignerRole.SIGNATORY,):
        table.note("subcontractor", "a subcontractor's key signs certificates alone", 'write roles = ["signatory"]')
    grant = Grant(
        keyid="",
        person=person,
        roles=roles,
        start=start,
        until=until,
        revoked=revoked,
        why=reason,
        credential=credential,
        subcontractor=subcontractor,
    )
    return ((file, grant),)


def _refuse_alike(table: Table, person: str, persons: dict[str, str]) -> None:
    """Note a name that looks like an earlier one and is not the same: a threshold counts persons, and so do readers."""
    first = persons.setdefault(likeness(person), person)
    if first != person:
        what = f"`{person}` looks like `{first}`, and would be counted as another person"
        table.note("person", what, "write one person in one way everywhere; tell two apart by more of their names")


def _people(tables: Sequence[Table], persons: dict[str, str]) -> People:
    """Return all whom the policy knows; `persons` are the names so far, those of the keys, by how they look."""
    named: dict[str, list[str]] = {}
    for table in tables:
        table.allow(*_PERSON)
        table.require("person")
        if (person := table.take("person", toml_table.text)) is None:
            continue
        _refuse_alike(table, person, persons)
        if person in named:
            table.note("person", f"`{person}` stands twice", "write all names of a person into one [[people]]")
        named.setdefault(person, [])
    owners = dict(persons)
    for table in tables:
        own = table.values.get("person")
        for _, name in table.each("also", toml_table.text) or ():
            owner = owners.setdefault(likeness(name), str(own))
            if owner != own:
                what = f"`{name}` is, or looks like, a name of `{owner}`"
                table.note("also", what, "give each name to one person; under [[keys]], write the one of `person`")
            elif own in named:
                named[own].append(name)
    return People.of([(person, *named.get(person, ())) for person in persons.values()])


def _threshold(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST:
        raise UnfitError(what=f"must be a number from 1 to {_MOST}, not `{toml_table.shown(value)}`")
    return value
