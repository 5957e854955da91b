"""Whether a certificate is in a ledger: the proof that comes with it, and the checkpoints that one holds."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.domain.entry import EntryType
from muniment.errors import ProofError
from muniment.prove import checkpoint as notes
from muniment.prove import tlog_proof
from muniment.prove.canonical import digest
from muniment.prove.checkpoint import NoteKey, note_key
from muniment.prove.consistency import read as read_consistency
from muniment.prove.entry import read_leaf
from muniment.prove.merkle import proves_consistency
from muniment.prove.sealed import check, check_size, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.prove.checkpoint import Checkpoint, SignedCheckpoint
    from muniment.prove.consistency import Consistency
    from muniment.prove.keys import TrustedKey
    from muniment.prove.tlog_proof import Included

LEDGER_CHECKS: Final = (
    *tlog_proof.CHECKS,
    "the entry says that this certificate was signed",
    "the ledger is the same as the checkpoint that you hold where it has the same size, and no shorter without a proof",
    "a proof of consistency shows that the longer of the two goes on from the shorter",
)
"""L1 to L8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The keys of the ledgers that are trusted, and checkpoints of them that the verifier holds.

    A key without a name is trusted for whatever ledger it signs for. `shown` are proofs of consistency that came by
    themselves. `required`: where keys are given, a proof must be there, and of one of these ledgers.
    """

    ledgers: Sequence[NoteKey | TrustedKey]
    held: Sequence[SignedCheckpoint]
    shown: Sequence[Consistency]
    required: bool

    def of(self, signed: SignedCheckpoint) -> list[NoteKey]:
        """Return the keys that are trusted for the ledger of this checkpoint. Raises: ProofError."""
        origin = signed.checkpoint.origin
        named = [each if isinstance(each, NoteKey) else note_key(origin, each) for each in self.ledgers]
        return [each for each in named if each.name == origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class InLedger:
    """Where a certificate is in a ledger; nothing where that was not checked.

    `checks` counts those of `LEDGER_CHECKS` that passed. `warnings` say what is here and could not be checked.
    """

    included: Included | None = None
    checks: int = 0
    warnings: tuple[str, ...] = ()


def verify_in_ledger(proof: bytes | None, envelope: bytes, within: Within, beside: Sequence[bytes] = ()) -> InLedger:
    """Return where the certificate `envelope` is in a ledger, as `proof` shows, and what could not be checked.

    The proof carries the entry of the ledger as its `extra`. `beside` are proofs of consistency that came with it, as
    `prove.consistency` reads them. They are looked at where a checkpoint is held, and one that is between it and the
    checkpoint of `proof` has to hold; without one, a ledger larger than a held checkpoint is told as not compared.
    Raises: ProofError, and nothing else; it names the check that failed, of L1 to L8.
    """
    with check("L1"):
        if proof is None:
            if within.ledgers and within.required:
                raise failed("proof", "there is none, though the key of a ledger was given", "ask for the proof")
            return InLedger()
        check_size(proof, tlog_proof.LARGEST, "proof")
    with check("L2"):
        found = tlog_proof.read(proof)
        if found.extra is None:
            raise failed("proof", "carries no entry", "ask for a proof with the entry in it")
    with check("L3"):
        trusted = within.of(found.checkpoint)
        known = within.required or notes.signers(found.checkpoint, trusted)
    if not within.ledgers or not known:
        origin = found.checkpoint.checkpoint.origin
        return InLedger(warnings=(f"the proof was not checked: no key of the ledger `{origin}` was given",))
    with _lettered():
        included = tlog_proof.verify(proof, found.extra, logs=trusted)
    with check("L6"):
        _says(found.extra, envelope)
    if not within.held:
        return InLedger(included=included, checks=6)
    shown, warnings = _compared(included.checkpoint, within, beside)
    return InLedger(included=included, checks=8 if shown else 7, warnings=warnings)


def _says(entry: bytes, envelope: bytes) -> None:
    found = read_leaf(entry)
    here = digest(envelope)
    if found.type is not EntryType.SIGNATURE:
        raise failed(
            "entry", f"is one of `{found.type.value}`, not of a signature", "ask for the proof of its signature"
        )
    if not any(each.digest == here and not each.salted for each in found.commitments):
        raise failed("entry", "is about something else than this certificate", "ask for the proof of this certificate")


def _compared(now: Checkpoint, within: Within, beside: Sequence[bytes]) -> tuple[bool, tuple[str, ...]]:
    """Compare the ledger with the checkpoints that the verifier holds.

    Return whether a proof of consistency was needed and held, and what could not be compared.
    """
    with check("L8"):
        shown = (*within.shown, *map(read_consistency, beside))
    with check("L7"):
        every = [notes.verify(signed, within.of(signed)) for signed in within.held]
        pairs = [(held, _between(shown, now, held)) for held in every]
        for held, between in pairs:
            _refuse_differing(now, held, excused=bool(between))
    with check("L8"):
        for held, between in pairs:
            _refuse_inconsistent(between, now, held)
    told = tuple(why for held, between in pairs if not between and (why := _not_compared(now, held, within)))
    return any(between for _, between in pairs), told


def _not_compared(now: Checkpoint, held: Checkpoint, within: Within) -> str:
    """Return what nobody could compare without a proof; nothing where there was nothing to show."""
    if held.origin != now.origin:
        what = f"the checkpoint that you hold is of `{held.origin}`, and the proof is of `{now.origin}`"
        return what if within.required else ""
    if now.size > held.size > 0:
        return (
            f"nothing shows that the ledger of {now.size} entries goes on from the {held.size} that you hold: "
            "ask its operator for a proof of consistency"
        )
    return ""


def _by_size(one: Checkpoint, other: Checkpoint) -> tuple[Checkpoint, Checkpoint]:
    return (one, other) if one.size < other.size else (other, one)


def _between(shown: Sequence[Consistency], now: Checkpoint, held: Checkpoint) -> list[Consistency]:
    """Return the proofs that are about these two checkpoints, by their ledger and sizes; none for those of one size."""
    old, new = _by_size(now, held)
    if old.size == new.size or old.origin != new.origin:
        return []
    wanted = (old.size, new.size, new.origin)
    return [each for each in shown if (each.old, each.new.checkpoint.size, each.new.checkpoint.origin) == wanted]


def _refuse_differing(now: Checkpoint, held: Checkpoint, *, excused: bool) -> None:
    """Raise ProofError where the ledger is another than the one that is held, or shorter and not `excused`."""
    if held.origin != now.origin:
        return
    if now.size < held.size and not excused:
        what = f"is of {now.size} entries, and the one that you hold of {held.size}"
        hint = "the ledger was cut back, or the proof is older: ask its operator for a proof of consistency"
        raise failed("checkpoint", what, hint)
    if now.size == held.size and now.root != held.root:
        what = f"is not the one that you hold, though both are of {now.size} entries"
        raise failed("checkpoint", what, "the ledger was rewritten: ask its operator")


def _refuse_inconsistent(between: Sequence[Consistency], now: Checkpoint, held: Checkpoint) -> None:
    """Raise ProofError where there are proofs, and none of them holds."""
    old, new = _by_size(now, held)
    proven = (proves_consistency(old.size, old.root, new.size, new.root, each.path) for each in between)
    if between and not any(proven):
        what = f"does not show that the ledger of {new.size} entries goes on from the one of {old.size}"
        raise failed("consistency", what, "the ledger was rewritten, or the proof is of another one: ask its operator")


@contextmanager
def _lettered() -> Iterator[None]:
    """Put the letter of this list of checks before the number of one that failed."""
    try:
        yield
    except ProofError as error:
        told = (replace(each, where=each.where.replace("check ", "check L", 1)) for each in error.problems)
        raise ProofError(*told) from error
