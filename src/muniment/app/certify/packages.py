"""Put a package together: the certificate, what belongs to it, and a manifest of all of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from muniment.domain.package import Manifest, PackagedFile
from muniment.errors import InputError, Problem, ProofError
from muniment.prove.archive import misnamed, packed
from muniment.prove.canonical import digest, parse
from muniment.prove.consistency import read as read_consistency
from muniment.prove.envelope import read
from muniment.prove.manifest import (
    CHAIN,
    CONSISTENCY,
    ENVELOPE,
    EVIDENCE,
    FORM,
    MANIFEST,
    PICTURE,
    PLAN,
    PROOF,
    SEAL,
    STAMPS,
    SUBCONTRACTORS,
    is_place,
    seal_manifest,
    write_manifest,
)
from muniment.prove.package import open_package
from muniment.prove.tlog_proof import read as read_proof
from muniment.prove.verify import statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.app.ports import Signer
    from muniment.domain.statement import Statement

Named = tuple[str, bytes]
"""The name of a file, without folders, and its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What goes into a package. `subcontractors` have the UEI of each before its file.

    `consistency` are proofs that the ledger of `proof` goes on from checkpoints that receivers may hold.

    Of `withheld` only name, size and digest go in. `markings` are by the name of the file, as `CUI`.
    """

    certificate: bytes
    proof: bytes | None = None
    consistency: tuple[Named, ...] = ()
    picture: bytes | None = None
    evidence: tuple[Named, ...] = ()
    withheld: tuple[Named, ...] = ()
    plan: tuple[Named, ...] = ()
    subcontractors: tuple[tuple[str, Named], ...] = ()
    chain: tuple[Named, ...] = ()
    stamps: tuple[Named, ...] = ()
    markings: Mapping[str, str] = field(default_factory=dict)


def pack(parts: Parts, signer: Signer | None) -> bytes:
    """Return the package. Without `signer` the manifest is not signed, and equal parts give equal bytes.

    Raises: ProofError where the certificate cannot be read; InputError with each file that is there twice, has no place
    or is missing: what the certificate names as evidence must be given, or withheld.
    """
    statement = _statement(parts.certificate)
    placed, withheld = list(_placed(parts, statement)), [_evidence(each, statement) for each in parts.withheld]
    files = _listed([*placed, *withheld], {name for name, _ in withheld}, _marked(parts))
    problems = [
        *_misplaced(files),
        *_missing(statement, files),
        *_unmarked(parts),
        *_no_packages(parts),
        *_astray(parts),
    ]
    contents = dict(placed)
    contents[MANIFEST] = write_manifest(Manifest(files=tuple(sorted(files, key=lambda each: each.name))))
    if signer is not None:
        contents[SEAL] = seal_manifest(
            contents[MANIFEST], algorithm=signer.algorithm, keyid=signer.keyid, sign=signer.sign
        )
    if sum(map(len, contents.values())) > FORM.largest or len(contents) > FORM.most_files:
        problems.append(Problem(where="package", what=f"would be larger than {FORM.largest // 2**20} MiB, or too many"))
    if problems:
        raise InputError(*problems)
    return packed(contents, FORM)


def _statement(envelope: bytes) -> Statement:
    """Return what a certificate says, whoever signed it: whether it can be believed is the receiver's question."""
    return statement_of(parse(read(envelope).payload, "payload"))[0]


def _placed(parts: Parts, statement: Statement) -> Iterator[Named]:
    yield ENVELOPE, parts.certificate
    if parts.proof is not None:
        yield PROOF, parts.proof
    if parts.picture is not None:
        yield PICTURE, parts.picture
    yield from (_evidence(each, statement) for each in parts.evidence)
    folders = (
        (CONSISTENCY, parts.consistency),
        (PLAN, parts.plan),
        (CHAIN, parts.chain),
        (STAMPS, parts.stamps),
    )
    for folder, files in folders:
        yield from ((folder + name, content) for name, content in files)
    yield from ((f"{SUBCONTRACTORS}{uei}/{name}", content) for uei, (name, content) in parts.subcontractors)


def _evidence(file: Named, statement: Statement) -> Named:
    """Return a file under the name that the certificate gives it, if it names these bytes."""
    name, content = file
    found = digest(content)
    return EVIDENCE + next((each.name for each in statement.evidence if each.digest == found), name), content


def _marked(parts: Parts) -> Mapping[str, str]:
    return {name.casefold(): marking for name, marking in parts.markings.items()}


def _listed(placed: list[Named], withheld: set[str], markings: Mapping[str, str]) -> list[PackagedFile]:
    return [
        PackagedFile(
            name=name,
            size=len(content),
            digest=digest(content),
            marking=markings.get(name.rpartition("/")[2].casefold(), ""),
            withheld=name in withheld,
        )
        for name, content in placed
    ]


def _misplaced(files: list[PackagedFile]) -> Iterator[Problem]:
    seen: set[str] = set()
    for each in files:
        why = misnamed(each.name) or ("" if is_place(each.name) else "has no place in a package")
        if each.name.casefold() in seen:
            why = "is there twice"
        if each.withheld and each.size == 0:
            yield Problem(where=each.name, what="is empty: there is nothing to withhold", help="give it as evidence")
        if each.size > FORM.largest_file:
            why = f"is larger than {FORM.largest_file // 2**20} MiB"
        if why:
            yield Problem(where=each.name, what=why, help="give the file another name, or withhold it")
        seen.add(each.name.casefold())


def _missing(statement: Statement, files: list[PackagedFile]) -> Iterator[Problem]:
    held = {each.digest for each in files}
    for each in statement.evidence:
        if each.digest not in held:
            what = f"the certificate names it, with {each.digest}, and it was not given"
            yield Problem(where=each.name, what=what, help="give it with --evidence, or with --withhold")


def _unmarked(parts: Parts) -> Iterator[Problem]:
    names = {name.casefold() for name, _ in (*parts.evidence, *parts.withheld, *parts.plan)}
    for name in parts.markings:
        if name.casefold() not in names:
            yield Problem(where=name, what="is marked, and no evidence or plan has this name", help="see --mark")


def _no_packages(parts: Parts) -> Iterator[Problem]:
    for uei, (name, content) in parts.subcontractors:
        try:
            open_package(content)
        except ProofError as error:
            yield Problem(where=f"{uei}={name}", what=f"is no package ({error.problems[0].what})")


def _astray(parts: Parts) -> Iterator[Problem]:
    """Yield the proofs of consistency that do not begin or end at the checkpoint in the proof of the certificate."""
    hint = "`muniment ledger consistency OLD PROOF --out FILE` makes one that ends there"
    if parts.consistency and parts.proof is None:
        what = "shows nothing without the proof that the certificate is in the ledger"
        yield Problem(where=parts.consistency[0][0], what=what, help="give that with --proof")
        return
    for name, content in parts.consistency:
        try:
            end, found = read_proof(parts.proof or b"").checkpoint.checkpoint, read_consistency(content)
        except ProofError as error:
            yield Problem(where=name, what=f"is no proof of consistency ({error.problems[0].what})", help=hint)
            continue
        new = found.new.checkpoint
        ends_there = (new.size, new.root) == (end.size, end.root)
        if new.origin != end.origin or not (ends_there or found.old == end.size):
            ours = f"{found.old} and {new.size} entries of `{new.origin}`"
            what = f"is about {ours}, and the proof about {end.size} of `{end.origin}`"
            yield Problem(where=name, what=what, help=hint)
