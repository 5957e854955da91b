"""A certificate, the ledger that it is in, and the package of both; and packages that are wrong in one place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT, TODAY
from muniment.app.certify.packages import Parts, pack
from muniment.domain.entry import Entry, EntryId, EntryType
from muniment.domain.package import Manifest, PackagedFile
from muniment.errors import ProofError
from muniment.prove.archive import packed, unpacked
from muniment.prove.canonical import digest
from muniment.prove.checkpoint import Checkpoint, note_key, sign
from muniment.prove.consistency import Consistency
from muniment.prove.consistency import write as write_consistency
from muniment.prove.entry import commitment, leaf
from muniment.prove.manifest import FORM, MANIFEST, SEAL, read_manifest, seal_manifest, write_manifest
from muniment.prove.merkle import consistency_proof, inclusion_proof
from muniment.prove.package import Trust, VerificationAsked, verify_package
from muniment.prove.state import seal
from muniment.prove.tlog_proof import TlogProof, read, write
from prove.statements import full
from prove.trees import tree
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.prove.checkpoint import SignedCheckpoint
    from muniment.signers.file_key import FileKey

ORIGIN = "example.com/ledger"
OTHERS = tuple(b"entry %d" % number for number in range(6))
UEI = "J7RJX2ABCDE1"
EVIDENCE = ("check.json", b"{}")
"""What the full statement names as evidence."""


def certificate(signer: FileKey | None = None) -> bytes:
    by = signer or p384()
    return seal(full(), keyid=by.keyid, sign=by.sign)


def entry(envelope: bytes, kind: EntryType = EntryType.SIGNATURE) -> bytes:
    return leaf(
        Entry(
            type=kind,
            id=EntryId("0" * 32),
            at=datetime(2026, 11, 23, 15, tzinfo=UTC),
            actor="J. Rivera",
            contract=CONTRACT,
            commitments=(commitment("certificate", envelope),),
        )
    )


def checkpoint(entries: Sequence[bytes], origin: str = ORIGIN, signer: FileKey | None = None) -> SignedCheckpoint:
    head = Checkpoint(origin=origin, size=len(entries), root=tree(*entries).frontier.root())
    return sign(head, name=origin, signer=signer or p256())


def checkpoint_in(raw: bytes) -> SignedCheckpoint:
    """Return the checkpoint that the proof in a package carries."""
    return read(unpacked(raw, FORM, "package")["certification.tlog-proof"]).checkpoint


def proof(entries: Sequence[bytes], index: int, origin: str = ORIGIN, signer: FileKey | None = None) -> bytes:
    return write(
        TlogProof(
            index=index,
            path=inclusion_proof(tree(*entries), index, len(entries)),
            checkpoint=checkpoint(entries, origin, signer),
            extra=entries[index],
        )
    )


def proof_of(envelope: bytes) -> bytes:
    return proof([*OTHERS, entry(envelope)], len(OTHERS))


def grown(certified: bytes, old: int = 5, others: Sequence[bytes] = OTHERS) -> tuple[str, bytes]:
    """Return the file that shows the ledger of `proof_of(certified)` to go on from its first `old` entries."""
    entries = [*others, entry(certified)]
    path = consistency_proof(tree(*entries), old, len(entries))
    return f"from-{old}", write_consistency(Consistency(old=old, path=path, new=checkpoint(entries)))


def parts(envelope: bytes | None = None, **more: object) -> Parts:
    found = envelope or certificate()
    given = {"certificate": found, "proof": proof_of(found), "evidence": (EVIDENCE,), **more}
    return Parts(**given)  # type: ignore[arg-type]  # the tests name its fields


def package(signer: FileKey | None = None, **more: object) -> bytes:
    return pack(parts(**more), signer or p384())  # type: ignore[arg-type]  # as above


def trust(*keys: FileKey, held: Sequence[SignedCheckpoint] = ()) -> Trust:
    by = keys or (p384(),)
    return Trust(keys=tuple(each.public for each in by), ledgers=(note_key(ORIGIN, p256().public),), held=tuple(held))


def asked(**more: object) -> VerificationAsked:
    return VerificationAsked(**{"as_of": TODAY, **more})  # type: ignore[arg-type]  # as above


def rewritten(raw: bytes, change: Callable[[dict[str, bytes]], object], signer: FileKey | None = None) -> bytes:
    """Return a package after `change` to its files, with a manifest that fits them, signed by a `signer` if any."""
    contents = unpacked(raw, FORM, "package")
    listed = {each.name: each for each in read_manifest(contents.pop(MANIFEST)).files}
    contents.pop(SEAL, None)
    change(contents)
    files = [each for each in listed.values() if each.withheld]
    files += [
        PackagedFile(name=name, size=len(held), digest=digest(held), marking="", withheld=False)
        for name, held in contents.items()
    ]
    contents[MANIFEST] = write_manifest(Manifest(files=tuple(sorted(files, key=lambda each: each.name))))
    if signer:
        contents[SEAL] = seal_manifest(
            contents[MANIFEST], algorithm=signer.algorithm, keyid=signer.keyid, sign=signer.sign
        )
    return packed(contents, FORM)


def failure(raw: bytes, of: Trust | None = None, question: VerificationAsked | None = None) -> str:
    with pytest.raises(ProofError) as caught:
        verify_package(raw, of or trust(), question or asked())
    return str(caught.value)


def held_as(name: str, content: bytes) -> Callable[[dict[str, bytes]], object]:
    return lambda contents: contents.update({name: content})
