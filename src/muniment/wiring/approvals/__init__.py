"""Joins for approvals: what the gateway's file says of tools, whose votes count, and where holds lie."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from muniment import wiring
from muniment.app.watch import Watch
from muniment.domain.database import on_server
from muniment.errors import InputError, Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from muniment.app.approvals import Means
    from muniment.app.approvals.held import Holds, InForce, Voters
    from muniment.app.approvals.settings import ApprovalSettings, ToolSettings
    from muniment.app.ports import Clock
    from muniment.domain.gateway import CallContext
    from muniment.domain.hold import HeldCall, HoldId
    from muniment.domain.ids import Digest
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.tool_rules import Place
    from muniment.readers.estate.toml_table import Table
    from muniment.stores.holds.rows import StoredHolds

_SHORTEST_SECRET: Final = 32
_LARGEST_SECRET: Final = 4096
_HELP: Final = "`docs/approvals.md` shows one"


class MachineClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the instant in UTC."""
        return wiring.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPolicy:
    """The policy in force where no model is called: the rulebook, and the file itself.

    `latest` tells the latest instant that others have written down, in seconds since 1970.
    """

    policy: Digest
    latest: Callable[[], float]
    watch: Watch = field(default_factory=Watch)

    def digest(self) -> Digest:
        """Return the digest of both."""
        return self.policy

    def clock_doubt(self, at: datetime) -> str:
        """Doubt a clock that is behind what was written down, or behind itself."""
        self.watch.passed(self.latest())
        return self.watch.doubt(at.timestamp())

    def refusal(self, call: HeldCall, at: datetime) -> str:  # noqa: ARG002  (nothing is left to decide)
        """Return nothing: no vendor was called."""
        return ""


def approval_settings(file: Path) -> ApprovalSettings:
    """Return what the table `[approvals]` in a gateway's file says; nothing else of it is read. Raises: InputError."""
    from muniment.readers.gateway.tools import read_approvals

    top = _top(file)
    top.require("approvals")
    found = read_approvals(top.below("approvals", "[approvals]"))
    if top.notes.problems:
        raise InputError(*top.notes.problems)
    return found


def tool_settings(file: Path, book: Rulebook) -> ToolSettings:
    """Return what a gateway's file says of tools. Raises: InputError with everything that is wrong."""
    from muniment.readers.gateway.tools import read_tools, terms

    top = _top(file)
    top.require("approvals")
    found = read_tools(top, terms(book))
    if top.notes.problems or found is None:
        raise InputError(*top.notes.problems)
    return found


def open_holds(file: Path, settings: ApprovalSettings) -> StoredHolds:
    """Return the place where holds lie: a file is made where it is missing, a database is asked for when it is needed.

    Raises: InputError.
    """
    if on_server(settings.holds):
        from muniment.stores.holds.postgresql import PostgresqlHolds
        from muniment.stores.postgresql import driver

        driver()
        return PostgresqlHolds(settings.holds, database_password(file, settings))
    from muniment.stores.holds import SqliteHolds

    return SqliteHolds(file.parent / settings.holds)


def database_password(file: Path, settings: ApprovalSettings) -> str:
    """Return the password of the database of holds; empty where the file names none. Raises: InputError."""
    place = settings.holds_password
    if place is None:
        return ""
    if place.file:
        from muniment.stores.whole_file import read_whole

        found = read_whole(file.parent / place.file, _LARGEST_SECRET).decode("utf-8", "replace").strip()
    else:
        found = os.environ.get(place.environment, "")
    if not found:
        where = str(file.parent / place.file) if place.file else place.environment
        raise InputError(Problem(where=where, what="holds no password", help="put it there, or mend `holds_password`"))
    return found


def voters(file: Path, settings: ApprovalSettings) -> Voters:
    """Return whose votes count now: keys that the trust policy gives to approvers. Raises: InputError."""
    from urllib.parse import urlsplit

    from muniment.app.approvals.held import Voters
    from muniment.domain.trust import SignerRole
    from muniment.prove.vote import ApproverKey
    from muniment.prove.webauthn import RelyingParty
    from muniment.signers.file_key import load_public
    from muniment.wiring.trusting import policy

    relied = policy(file.parent / settings.trust)
    keys = tuple(
        ApproverKey(grant=grant, key=load_public(path))
        for grant, path in zip(relied.policy.grants, relied.key_files, strict=True)
        if SignerRole.APPROVER in grant.roles
    )
    host = urlsplit(settings.desk).hostname
    party = RelyingParty(id=host, origin=settings.desk) if host else None
    return Voters(keys=keys, party=party, people=relied.policy.people)


def own_policy(file: Path, book: Rulebook) -> OwnPolicy:
    """Return the policy that rulebook and file make up together."""
    from muniment.prove.canonical import digest

    policy, log = policy_of(book, digest(file.read_bytes())), _log_of(file)
    return OwnPolicy(policy=policy, latest=lambda: latest_in(log))


def refuse_doubtful(file: Path, at: datetime) -> None:
    """Raise RefusedError where `at` is behind what the log of calls in a gateway's file tells, as far as it is there.

    Raises: InputError.
    """
    watch = Watch()
    watch.passed(latest_in(_log_of(file)))
    if doubt := watch.doubt(at.timestamp()):
        raise RefusedError(Problem(where="clock", what=doubt, help="set the clock right; nothing was recorded"))


def _log_of(file: Path) -> Path | None:
    log = _top(file).values.get("log")
    return file.absolute().parent / log if isinstance(log, str) else None


def policy_of(book: Rulebook, configuration: str) -> Digest:
    """Return the policy that a rulebook and a gateway's file with the digest `configuration` make up together."""
    from muniment.prove.canonical import canonical, digest

    return digest(canonical({"rulebook": book.digest, "file": configuration}))


def latest_in(log: Path | None) -> float:
    """Return the latest instant that the end of a gateway's log of calls tells; 0 where there is none to be read."""
    from muniment.app.gateway.call_history import CallHistory
    from muniment.stores.call_segments import last_lines

    history = CallHistory()
    for line in last_lines(log) if log is not None else ():
        history.take(line)
    return history.latest


def means(
    file: Path,
    found: ToolSettings,
    holds: Holds,
    *,
    in_force: InForce,
    place: Callable[[CallContext], Place],
    clock: Clock | None = None,
) -> Means:
    """Return what the rules on tools are made of. Keys are read now, and each time anew whose votes count.

    Raises: InputError.
    """
    from muniment.app.approvals import Means
    from muniment.signers.file_key import load

    settings = found.approvals
    return Means(
        policy=found.policy,
        holds=holds,
        voters=lambda: voters(file, settings),
        in_force=in_force,
        token_key=load(file.parent / settings.token_key),
        clock=clock or MachineClock(),
        place=place,
        key=_secret(file.parent / settings.selector_key) if settings.selector_key else b"",
        new_id=new_hold_id,
    )


def new_hold_id() -> HoldId:
    """Return a name that nobody can guess."""
    from muniment.domain.hold import HoldId

    return HoldId(f"h-{secrets.token_hex(8)}")


def _top(file: Path) -> Table:
    from muniment.errors import InputError
    from muniment.readers.estate.toml_places import places
    from muniment.readers.estate.toml_syntax import parse
    from muniment.readers.estate.toml_table import Notes, Table

    text = wiring.text_of(file, InputError, _HELP)
    where = str(file)
    return Table(values=parse(text, where, InputError), path=(), header="the file", notes=Notes(where, places(text)))


def _secret(file: Path) -> bytes:
    from muniment.stores.whole_file import read_whole

    found = read_whole(file, _LARGEST_SECRET).strip()
    if not _SHORTEST_SECRET <= len(found) <= _LARGEST_SECRET:
        what = f"holds {len(found)} bytes, and a secret of {_SHORTEST_SECRET} to {_LARGEST_SECRET} is needed"
        raise InputError(Problem(where=str(file), what=what, help="`openssl rand -hex 32` makes one"))
    return found
