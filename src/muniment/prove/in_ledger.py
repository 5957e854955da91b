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
from muniment.prove.entry import read_leaf
from muniment.prove.sealed import check, check_size, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.prove.checkpoint import SignedCheckpoint
    from muniment.prove.keys import TrustedKey
    from muniment.prove.tlog_proof import Included

LEDGER_CHECKS: Final = (
    *tlog_proof.CHECKS,
    "the entry says that this certificate was signed",
    "the ledger is no shorter than the checkpoint that you hold, and the same where it has the same size",
)
"""L1 to L7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The keys of the ledgers that are trusted, and checkpoints of them that the verifier holds.

    A key without a name is trusted for whatever ledger it signs for. `required`: where keys are given, a proof must be
    there, and of one of these ledgers.
    """

    ledgers: Sequence[NoteKey | TrustedKey]
    held: Sequence[SignedCheckpoint]
    required: bool

    def of(self, signed: SignedCheckpoint) -> list[NoteKey]:
        """Return the keys that are trusted for the ledger of this checkpoint. Raises: ProofError."""
        origin = signed.checkpoint.origin
        named = [each if isinstance(each, NoteKey) else note_key(origin, each) for each in self.ledgers]
        return [each for each in named if each.name == origin]


def verify_in_ledger(proof: bytes | None, envelope: bytes, within: Within) -> tuple[Included | None, tuple[str, ...]]:
    """Return where the certificate `envelope` is in a ledger, as `proof` shows, and what could not be checked.

    The proof carries the entry of the ledger as its `extra`.
    That a ledger larger than a held checkpoint goes on from it is told as not checked; `muniment ledger consistency`
    checks it.
    Raises: ProofError, and nothing else; it names the check that failed, of L1 to L7.
    """
    with check("L1"):
        if proof is None:
            if within.ledgers and within.required:
                raise failed("proof", "there is none, though the key of a ledger was given", "ask for the proof")
            return None, ()
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
        return None, (f"the proof was not checked: no key of the ledger `{origin}` was given",)
    with _lettered():
        included = tlog_proof.verify(proof, found.extra, logs=trusted)
    with check("L6"):
        _says(found.extra, envelope)
    with check("L7"):
        return included, tuple(_differing(included, within))


def _says(entry: bytes, envelope: bytes) -> None:
    found = read_leaf(entry)
    here = digest(envelope)
    if found.type is not EntryType.SIGNATURE:
        raise failed(
            "entry", f"is one of `{found.type.value}`, not of a signature", "ask for the proof of its signature"
        )
    if not any(each.digest == here and not each.salted for each in found.commitments):
        raise failed("entry", "is about something else than this certificate", "ask for the proof of this certificate")


def _differing(included: Included, within: Within) -> Iterator[str]:
    """Compare the ledger with the checkpoints that the verifier holds. Yields what could not be compared."""
    now = included.checkpoint
    for signed in within.held:
        before = notes.verify(signed, within.of(signed))
        if before.origin != now.origin:
            if within.required:
                yield f"the checkpoint that you hold is of `{before.origin}`, and the proof is of `{now.origin}`"
        elif now.size < before.size:
            what = f"is of {now.size} entries, and the one that you hold of {before.size}"
            raise failed("checkpoint", what, "the ledger was cut back: ask its operator")
        elif now.size == before.size and now.root != before.root:
            what = f"is not the one that you hold, though both are of {now.size} entries"
            raise failed("checkpoint", what, "the ledger was rewritten: ask its operator")
        elif now.size > before.size:
            yield (
                f"nothing shows that the ledger of {now.size} entries goes on from the {before.size} that you hold: "
                "ask its operator for a proof of consistency"
            )


@contextmanager
def _lettered() -> Iterator[None]:
    """Put the letter of this list of checks before the number of one that failed."""
    try:
        yield
    except ProofError as error:
        told = (replace(each, where=each.where.replace("check ", "check L", 1)) for each in error.problems)
        raise ProofError(*told) from error
