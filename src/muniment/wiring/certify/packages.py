"""Joins for packages: put one together, list or unpack one, and verify one or a certificate with its proof."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem, ProofError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from muniment.app.certify.packages import Parts
    from muniment.app.ports import Signer
    from muniment.domain.ids import Digest
    from muniment.domain.package import Manifest
    from muniment.prove.checkpoint import NoteKey, SignedCheckpoint
    from muniment.prove.consistency import Consistency
    from muniment.prove.keys import TrustedKey
    from muniment.prove.package import Trust, VerificationAsked, VerifiedPackage

_LARGEST_KEYS = 2**16
_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVerify:
    """What is verified, with which keys of the verifier's own. `held` are checkpoints that he or she kept.

    `shown` are proofs of consistency that came beside the file. `of_subcontractors` are keys after the UEI of their
    company, `sender` is the UEI of the one of whom the file is. `apart` are files that the package withholds.
    """

    keys: Sequence[Path]
    of_subcontractors: Sequence[tuple[str, Path]]
    ledgers: Sequence[Path]
    held: Sequence[Path]
    shown: Sequence[Path]
    proof: Path | None
    contract: str
    as_of: date
    subcontractors: bool
    sender: str = ""
    apart: Sequence[Path] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsAsked:
    """Which files go into a package, as the options name them."""

    certificate: Path
    proof: Path | None
    consistency: Sequence[Path]
    pdf: Path | None
    evidence: Sequence[Path]
    withhold: Sequence[Path]
    plan: Sequence[Path]
    chain: Sequence[Path]
    stamp: Sequence[Path]
    subcontractor: Sequence[tuple[str, str]]
    mark: Sequence[tuple[str, str]]


def is_package(head: bytes) -> bool:
    """Say whether a file that begins so is to be read as a package; anything else is read as a certificate."""
    return head.startswith(b"PK")


def verify(path: Path, question: ToVerify) -> VerifiedPackage:
    """Return what the package or certificate at `path` says, if it can be believed.

    Raises: ProofError, naming the check that failed; InputError for a key or a file that cannot be read.
    """
    from muniment.prove.manifest import FORM
    from muniment.prove.package import VerificationAsked, verify_certificate, verify_package
    from muniment.prove.tlog_proof import LARGEST
    from muniment.stores.whole_file import read_whole

    trust = trust_of(question)
    asked = VerificationAsked(
        as_of=question.as_of,
        contract=question.contract,
        subcontractors=question.subcontractors,
        sender=question.sender,
    )
    raw = read_whole(path, FORM.largest)
    if raw.startswith(_PDF):
        return _in_paper(raw, path, question, trust, asked)
    if not is_package(raw[:4]):
        proof = read_whole(question.proof, LARGEST) if question.proof else None
        return verify_certificate(raw, proof, trust, asked)
    if question.proof:
        hint = "leave --proof out"
        raise InputError(Problem(where=str(question.proof), what="a package has its proof in it", help=hint))
    from muniment.wiring.certify.paper_check import refuse_other

    return refuse_other(raw, verify_package(raw, trust, asked))


def _in_paper(raw: bytes, path: Path, question: ToVerify, trust: Trust, asked: VerificationAsked) -> VerifiedPackage:
    """Return what the certificate says that is attached to a PDF; the pages may say anything, which is a warning."""
    from muniment.prove.package import verify_certificate
    from muniment.prove.tlog_proof import LARGEST
    from muniment.stores.whole_file import read_whole
    from muniment.wiring.certify.paper_check import in_paper

    proof = read_whole(question.proof, LARGEST) if question.proof else None
    found = verify_certificate(in_paper(raw, str(path)), proof, trust, asked)
    told = f"the pages of `{path.name}` were not compared with the certificate in it: read what is shown here"
    return replace(found, warnings=(*found.warnings, told))


def files_apart(found: VerifiedPackage, paths: Sequence[Path]) -> VerifiedPackage:
    """Return `found` with what it calls the files at `paths`. Raises: ProofError for another file; InputError."""
    from muniment.prove.apart import with_files_apart
    from muniment.prove.manifest import FORM
    from muniment.stores.whole_file import read_whole

    return with_files_apart(found, [(str(each), read_whole(each, FORM.largest)) for each in paths])


def trust_of(question: ToVerify) -> Trust:
    """Return whom the verifier trusts. Raises: InputError for a key or a file that cannot be read."""
    from muniment.prove.package import Trust
    from muniment.signers.file_key import load_public

    theirs: dict[str, tuple[TrustedKey, ...]] = {}
    for uei, path in question.of_subcontractors:
        theirs[uei] = (*theirs.get(uei, ()), load_public(path))
    return Trust(
        keys=tuple(load_public(each) for each in question.keys),
        of_subcontractors=theirs,
        ledgers=tuple(key for each in question.ledgers for key in _ledger_keys(each)),
        held=tuple(_held(each) for each in question.held),
        shown=tuple(_shown(each) for each in question.shown),
    )


def _ledger_keys(path: Path) -> list[NoteKey | TrustedKey]:
    """Return the key in a PEM file, for whatever ledger it signs; or those in a file that has one with its name a line.

    Empty lines and lines that begin with `#` are skipped.   Raises: InputError.
    """
    from muniment.prove.checkpoint import note_key, read_verifier_key
    from muniment.signers.file_key import load_public
    from muniment.stores.whole_file import read_whole

    text = read_whole(path, _LARGEST_KEYS).decode("utf-8", "replace")
    with _told_at(path):
        if text.startswith("-----BEGIN"):
            key = load_public(path)
            note_key("any", key)  # whether it can sign for one at all
            return [key]
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        found: list[NoteKey | TrustedKey] = [read_verifier_key(line) for line in lines]
    if not found:
        hint = "give the ledger's public key in PEM, or its line `NAME+ID+KEY`"
        raise InputError(Problem(where=str(path), what="holds no key of a ledger", help=hint))
    return found


def _held(path: Path) -> SignedCheckpoint:
    """Return the checkpoint in a file. Raises: InputError."""
    from muniment.prove.checkpoint import LARGEST, read
    from muniment.stores.whole_file import read_whole

    with _told_at(path):
        return read(read_whole(path, LARGEST))


def _shown(path: Path) -> Consistency:
    """Return the proof of consistency in a file. Raises: InputError."""
    from muniment.prove.consistency import LARGEST, read
    from muniment.stores.whole_file import read_whole

    with _told_at(path):
        return read(read_whole(path, LARGEST))


@contextmanager
def _told_at(path: Path) -> Iterator[None]:
    """Turn what cannot be read in a file of the verifier's own into an InputError that names the file."""
    try:
        yield
    except ProofError as error:
        raise InputError(*(replace(each, where=str(path)) for each in error.problems)) from error


def pack(asked: PartsAsked, to: Path, signer: Signer | None) -> Manifest:
    """Write a package with these files to `to`, its manifest signed by `signer`, and return the manifest.

    Raises: InputError with every file that cannot be read or has no place; ProofError where the certificate is none.
    """
    from muniment.app.certify.packages import pack as packed
    from muniment.prove.package import open_package
    from muniment.stores.whole_file import write_whole

    parts = _parts(asked)
    if parts.picture is not None:
        _refuse_other_paper(parts.picture, parts.certificate, str(asked.pdf))
    raw = packed(parts, signer)
    write_whole(to, raw)
    return open_package(raw)[1]


def _refuse_other_paper(picture: bytes, certificate: bytes, where: str) -> None:
    """Raise InputError where a PDF is of another certificate; where nothing here reads PDFs, the receiver may."""
    from muniment.wiring.certify.paper_check import is_of

    try:
        is_of(picture, certificate, where)
    except ProofError as error:
        raise InputError(*error.problems) from error


def _parts(asked: PartsAsked) -> Parts:
    from pathlib import Path

    from muniment.app.certify.packages import Parts

    return Parts(
        certificate=_read(asked.certificate),
        proof=None if asked.proof is None else _read(asked.proof),
        consistency=_named(asked.consistency),
        picture=None if asked.pdf is None else _read(asked.pdf),
        evidence=_named(asked.evidence),
        withheld=_named(asked.withhold),
        plan=_named(asked.plan),
        chain=_named(asked.chain),
        stamps=_named(asked.stamp),
        subcontractors=tuple((uei, _named([Path(file)])[0]) for uei, file in asked.subcontractor),
        markings=dict(asked.mark),
    )


def _named(paths: Sequence[Path]) -> tuple[tuple[str, bytes], ...]:
    return tuple((each.name, _read(each)) for each in paths)


def _read(path: Path) -> bytes:
    from muniment.prove.manifest import FORM
    from muniment.stores.whole_file import read_whole

    return read_whole(path, FORM.largest)


def contents(path: Path) -> tuple[dict[str, bytes], Manifest]:
    """Return the files of a package by name, and its manifest. Whether it can be believed was not asked.

    Raises: ProofError where it is no package; InputError where it cannot be read.
    """
    from muniment.prove.manifest import FORM
    from muniment.prove.package import open_package
    from muniment.stores.whole_file import read_whole

    return open_package(read_whole(path, FORM.largest))


def unpack(path: Path, to: Path) -> Manifest:
    """Write the files of a package into the new folder `to`. Raises: ProofError; InputError, also where `to` exists."""
    from muniment.stores.new_folder import write_folder

    files, manifest = contents(path)
    write_folder(to, files)
    return manifest


def write_verifier(page: bytes, to: Path) -> Digest:
    """Write the page that verifies, and return its digest. Raises: InputError."""
    from muniment.prove.canonical import digest
    from muniment.stores.whole_file import write_whole

    write_whole(to, page)
    return digest(page)
