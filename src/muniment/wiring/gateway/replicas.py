"""Joins for gateways that stand beside each other: which one this is, where they meet, and their logs held together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from muniment.app.gateway.compared_logs import ComparedLog
    from muniment.app.gateway.replicas import Checkpoints
    from muniment.app.gateway.vouching import PeersSeen, Replica, Vouching
    from muniment.prove.checkpoint import NoteKey
    from muniment.stores.call_log import CallLog
    from muniment.stores.call_segments import Entry
    from muniment.wiring.gateway import Loaded


def replica_of(loaded: Loaded) -> Replica | None:
    """Return which of the replicas in the file this one is, by its key; nothing where the file names none.

    Raises: InputError.
    """
    setup = loaded.settings.replicas
    if setup is None:
        return None
    from muniment.app.gateway.vouching import Replica
    from muniment.signers.file_key import load

    signer = load(Path(setup.key))
    keys = _keys([(name, Path(file)) for name, file in setup.keys])
    name = next((each.name for each in keys if each.key.keyid == signer.keyid), "")
    if not name:
        help_ = "name its public part under [replicas.keys]"
        raise InputError(Problem(where=setup.key, what="is the key of none of the replicas", help=help_))
    return Replica(name=name, signer=signer, keys=keys)


def meeting_place(file: Path, loaded: Loaded) -> Checkpoints:
    """Return where the replicas in the file find each other's checkpoints. Raises: InputError."""
    from muniment.stores.replica_checkpoints import DatabaseCheckpoints, FolderCheckpoints

    setup, tools = loaded.settings.replicas, loaded.settings.tools
    if setup is not None and setup.folder:
        return FolderCheckpoints(Path(setup.folder))
    assert tools is not None  # noqa: S101  (the reader asks for one of the two)
    from muniment.stores.holds.postgresql import HoldsServer
    from muniment.stores.postgresql import shown
    from muniment.wiring.approvals import database_password

    address = tools.approvals.holds
    return DatabaseCheckpoints(HoldsServer(address, database_password(file, tools.approvals)), shown(address))


def vouching(  # noqa: PLR0913  (what a gateway that serves has, and this needs)
    file: Path,
    loaded: Loaded,
    replica: Replica,
    log: CallLog,
    seen: PeersSeen,
    *,
    now: Callable[[], datetime],
    say: Callable[[str, Mapping[str, object]], None],
) -> Vouching:
    """Return what the replica does for the others while it serves. Raises: InputError."""
    from muniment.app.gateway.vouching import Vouching
    from muniment.stores.call_segments import head_at

    path = Path(loaded.settings.log)
    return Vouching(
        replica,
        meeting_place(file, loaded),
        log,
        seen=seen,
        head_at=lambda lines: head_at(path, lines),
        now=now,
        say=say,
    )


def compared(
    files: Sequence[Path], named: Sequence[tuple[str, Path]]
) -> tuple[tuple[ComparedLog, ...], tuple[str, ...]]:
    """Return what the logs of replicas come to, and of which no log was given; `named` are their public keys.

    Raises: InputError.
    """
    from muniment.app.gateway.compared_logs import compare

    return compare([_File(each) for each in files], _keys(named))


class _File:
    """A log that can be read more than once (`compared_logs.Lines`)."""

    def __init__(self, path: Path) -> None:
        self.name, self._path = str(path), path

    def entries(self) -> Iterator[Entry]:
        from muniment.stores.call_segments import CallLogFile

        return CallLogFile(self._path).entries()


def _keys(named: Sequence[tuple[str, Path]]) -> tuple[NoteKey, ...]:
    """Return the keys of replicas. Raises: InputError where one cannot sign, or stands twice."""
    from muniment.prove.checkpoint import note_key
    from muniment.signers.file_key import load_public

    try:
        keys = tuple(note_key(name, load_public(path)) for name, path in named)
    except ProofError as error:
        raise InputError(*error.problems) from error
    for what, found in (("key", [each.key.keyid for each in keys]), ("name", [each.name for each in keys])):
        if len(set(found)) < len(found):
            help_ = f"give each replica a {what} of its own"
            raise InputError(Problem(where="keys of replicas", what=f"two replicas have one {what}", help=help_))
    return keys
