"""Joins for the ledger: where it is, with which key, and in whose name entries are written."""

from __future__ import annotations

import getpass
import os
import secrets
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.domain.database import on_server
from muniment.domain.ledger_place import LedgerPlace
from muniment.errors import EstateError, InputError, Problem, ProofError, RefusedError
from muniment.wiring.ledger.key import key_of, on_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from muniment.app.ledger.recording import Recorder
    from muniment.prove.checkpoint import NoteKey
    from muniment.prove.keys import TrustedKey
    from muniment.signers.file_key import FileKey
    from muniment.signers.pkcs11 import TokenKey
    from muniment.stores.ledger import Place, StoredLedger
    from muniment.stores.ledger.anchor import Anchor
    from muniment.stores.ledger.rows import Rows


class _Clock:
    """The one clock."""

    def now(self) -> datetime:
        from muniment import wiring

        return wiring.now()


def configured(option: str | None, estate_file: Path | None = None) -> LedgerPlace | None:
    """Return where the ledger is: as `option` says, or `MUNIMENT_LEDGER`, or the estate file; nothing where none does.

    `MUNIMENT_LEDGER_KEY` and `MUNIMENT_LEDGER_CHECKPOINT` name the files that belong to it.
    Raises: EstateError where the file cannot be read, or its table does not fit.
    """
    named = option or os.environ.get("MUNIMENT_LEDGER")
    key, checkpoint = (os.environ.get(f"MUNIMENT_LEDGER_{each}", "") for each in ("KEY", "CHECKPOINT"))
    if named:
        return LedgerPlace(at=named, key=key, checkpoint=checkpoint)
    if estate_file is None:
        return None
    from muniment import wiring
    from muniment.readers.estate.ledger import ledger_in

    text = wiring.text_of(estate_file, EstateError, "`muniment init` writes one to start from")
    return ledger_in(text, where=str(estate_file), folder=str(estate_file.absolute().parent))


def required(option: str | None, estate_file: Path | None = None) -> LedgerPlace:
    """Return where the ledger is. Raises: InputError where nothing says it."""
    found = configured(option, estate_file)
    if found is None:
        help_ = "give --ledger, set MUNIMENT_LEDGER, or write [ledger] in the estate file and give --estate"
        raise InputError(Problem(where="ledger", what="nothing says where it is", help=help_))
    return found


def shown(place: LedgerPlace) -> str:
    """Return where the ledger is, without a password."""
    return _place(place).where


def key_place(place: LedgerPlace) -> Path | str:
    """Return the file of the private key, or the URI of a token. Raises: InputError where nothing names one."""
    return place.key if on_token(place.key) else _beside(place, place.key, ".pem", "key")


def anchor_of(place: LedgerPlace) -> Anchor:
    """Return what is kept outside the database. Raises: InputError where nothing names the file."""
    from muniment.stores.ledger.anchor import Anchor

    return Anchor(_beside(place, place.checkpoint, ".checkpoint", "checkpoint"))


def begin(place: LedgerPlace, origin: str) -> NoteKey:
    """Make an empty ledger called `origin`, with a key of ECDSA on P-256 unless there is one, and return its key.

    Raises: InputError, and then there is no ledger.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1

    from muniment.prove.checkpoint import note_key
    from muniment.signers.file_key import generate
    from muniment.stores.ledger import begin_ledger

    path = key_place(place)
    made = isinstance(path, Path) and not path.exists()
    signer = generate(Path(path), curve=SECP256R1()) if made else key_of(path)
    try:
        key = note_key(origin, signer.public)
        begin_ledger(_tables(place), _place(place), anchor_of(place), origin, signer)
    except BaseException:
        if made:
            Path(path).unlink()
            Path(f"{path}.pub").unlink()
        raise
    return key


@contextmanager
def opened(place: LedgerPlace, *, writable: bool = False, unchecked: bool = False) -> Iterator[StoredLedger]:
    """Yield the ledger; `writable`, with its key; `unchecked`, even where it was put back to an earlier state.

    Raises: InputError where it cannot be opened; RefusedError where it was put back.
    """
    from muniment.stores.ledger import StoredLedger

    signer = _key(place) if writable else None
    with StoredLedger(_place(place), anchor_of(place), signer, unchecked=unchecked) as ledger:
        yield ledger


@contextmanager
def recording(place: LedgerPlace | None) -> Iterator[Recorder | None]:
    """Yield what writes entries to the ledger at `place`; nothing where there is none."""
    if place is None:
        yield None
        return
    with opened(place, writable=True) as ledger:
        yield recorder(ledger)


def recorder(ledger: StoredLedger) -> Recorder:
    """Return what writes entries to `ledger` in the name of whoever runs the program."""
    from muniment.app.ledger.recording import Recorder
    from muniment.domain.entry import EntryId
    from muniment.prove.entry import SALT_SIZE

    return Recorder(
        ledger=ledger,
        actor=actor(),
        clock=_Clock(),
        new_id=lambda: EntryId(secrets.token_hex(16)),
        new_salt=lambda: secrets.token_bytes(SALT_SIZE),
    )


def actor() -> str:
    """Return who writes entries: `MUNIMENT_ACTOR`, or the name of the user as the system knows it."""
    if named := os.environ.get("MUNIMENT_ACTOR", "").strip():
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def rotate(place: LedgerPlace, new_key: Path | str) -> tuple[int, NoteKey]:
    """Have the ledger sign with the key `new_key` from now on; return the place of the entry, and the key.

    The old key signs that too, for the last time. Raises: InputError, RefusedError; then nothing has changed.
    """
    from muniment.app.ledger import Draft, drafted
    from muniment.domain.entry import EntryType
    from muniment.prove.checkpoint import note_key
    from muniment.prove.rotation import rotation_details
    from muniment.stores.ledger import go_on_as

    old, new = _key(place), key_of(new_key)
    with opened(place) as ledger:
        before = ledger.identities()[-1].key
        writing = recorder(ledger)
    after = note_key(before.name, new.public)
    if old.keyid == new.keyid:
        raise InputError(Problem(where=str(new_key), what="holds the key that the ledger has", help="make a new one"))

    def entry(size: int) -> Draft:
        details = rotation_details(size, note_key(before.name, old.public), after, (old, new))
        return drafted(writing.entry(EntryType.KEY_ROTATION, details))

    return go_on_as(_place(place), anchor_of(place), after, (old, new), entry), after


def restored(place: LedgerPlace, by: str, reason: str) -> tuple[int, NoteKey]:
    """Go on from a database that was put back, under a new name; return the place of the entry, and the key.

    Raises: InputError, RefusedError; then nothing has changed.
    """
    from muniment.app.ledger import Draft, drafted
    from muniment.app.ledger.withholding import refuse_unfit
    from muniment.domain.entry import EntryType
    from muniment.prove.checkpoint import note_key
    from muniment.stores.ledger import go_on_as

    refuse_unfit(by, reason)
    signer, anchor = _key(place), anchor_of(place)
    outside = anchor.read()
    if _goes_on(place):
        what, help_ = "was not put back: it goes on from the checkpoint outside it", "there is nothing to do"
        raise InputError(Problem(where=shown(place), what=what, help=help_))
    with opened(place, unchecked=True) as ledger:
        identities, writing = ledger.identities(), recorder(ledger)
    after = note_key(_next_name(identities[0].key.name, identities[-1].key.name), signer.public)
    lost = (str(outside.checkpoint.size), outside.checkpoint.root.hex()) if outside else ("unknown", "unknown")

    def entry(size: int) -> Draft:
        details = {
            "by": by,
            "reason": reason,
            "entries before": lost[0],
            "root before": lost[1],
            "entries now": str(size),
            "name from now on": after.name,
        }
        return drafted(writing.entry(EntryType.RESTORED, details))

    return go_on_as(_place(place), anchor, after, (signer,), entry), after


def trusted(paths: tuple[Path, ...]) -> tuple[TrustedKey, ...]:
    """Return the public keys in `paths`. Raises: InputError."""
    from muniment.signers.file_key import load_public

    return tuple(load_public(path) for path in paths)


def _key(place: LedgerPlace) -> FileKey | TokenKey:
    """Return the key of a ledger. Raises: InputError, of the ledger first: without one there is no key to look for."""
    from muniment.stores.ledger.sqlite import refuse_absent

    if not on_server(place.at):
        refuse_absent(Path(place.at))
    return key_of(key_place(place))


def _goes_on(place: LedgerPlace) -> bool:
    try:
        with opened(place):
            return True
    except (RefusedError, ProofError):
        return False


def _next_name(first: str, now: str) -> str:
    """Return a name that no checkpoint has had: checkpoints under one name never contradict each other."""
    number = now.removeprefix(first + "/")
    return f"{first}/{int(number) + 1 if now != first else 2}"


def _beside(place: LedgerPlace, named: str, suffix: str, what: str) -> Path:
    if named:
        return Path(named)
    if on_server(place.at):
        help_ = f"set MUNIMENT_LEDGER_{what.upper()}, or write `{what}` under [ledger] in the estate file"
        raise InputError(Problem(where=f"{what} of the ledger", what="nothing names its file", help=help_))
    return Path(place.at + suffix)


def _place(place: LedgerPlace) -> Place:
    from muniment.stores.ledger import Place

    if on_server(place.at):
        from muniment.stores.ledger import postgresql as server
        from muniment.stores.postgresql import shown

        return Place(shown(place.at), partial(server.open_rows, place.at), partial(server.told, place.at))
    from muniment.stores.ledger import sqlite as file

    path = Path(place.at)
    return Place(place.at, partial(file.open_rows, path), partial(file.told, place.at))


def _tables(place: LedgerPlace) -> Rows:
    if on_server(place.at):
        from muniment.stores.ledger.postgresql import create_tables as in_database

        return in_database(place.at)
    from muniment.stores.ledger.sqlite import create_tables as in_file

    return in_file(Path(place.at))
