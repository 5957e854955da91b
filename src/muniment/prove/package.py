"""Whether a package can be believed, or a certificate with its proof: lettered and numbered checks, without network.

A package passes P1 to P5, its certificate those of `prove.verify` and C1, its proof L1 to L8, its evidence P6, and the
packages in it P7. The first check that fails is named and ends the verification. Keys come from the verifier alone:
whatever a package holds as a key or a chain is carried along and trusted by nobody.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from muniment.errors import ProofError
from muniment.prove.archive import unpacked
from muniment.prove.in_ledger import LEDGER_CHECKS, Within, verify_in_ledger
from muniment.prove.manifest import (
    CONSISTENCY,
    ENVELOPE,
    EVIDENCE,
    FORM,
    MANIFEST,
    PROOF,
    SEAL,
    STAMPS,
    SUBCONTRACTORS,
    check_files,
    check_seal,
    is_place,
    read_manifest,
)
from muniment.prove.sealed import check, failed
from muniment.prove.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from muniment.domain.package import Manifest, PackagedFile
    from muniment.domain.statement import Statement
    from muniment.prove.checkpoint import NoteKey, SignedCheckpoint
    from muniment.prove.consistency import Consistency
    from muniment.prove.keys import TrustedKey
    from muniment.prove.tlog_proof import Included
    from muniment.prove.verify import Verified

PACKAGE_CHECKS: Final = (
    "the package is no larger than 256 MiB, and an archive in the one form in which packages are written",
    "it holds a certificate and a manifest, and nothing in a place that packages do not have",
    "the manifest is JSON in RFC 8785 form and of a known format, with each name once, and withholds nothing empty",
    "the files are exactly those that the manifest lists, byte for byte",
    "a trusted key signed the manifest",
    "the evidence that the certificate names is there, or its digest where it is withheld",
    "the packages of subcontractors pass the same checks",
)
"""P1 to P7."""

ASKED_CHECKS: Final = ("the certificate is for the contract that was asked about",)
"""C1."""

_DEEPEST: Final = 8
"""Tiers of subcontractors that are looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom the verifier trusts: keys that sign certificates, keys of ledgers, and checkpoints that he or she holds.

    `shown` are proofs of consistency that came by themselves. They need no trust: they hold, or they do not.
    `of_subcontractors` are the keys of a subcontractor by its UEI. They count for its packages alone, and where it has
    such a key, no other one does.
    """

    keys: tuple[TrustedKey, ...]
    ledgers: tuple[NoteKey | TrustedKey, ...] = ()
    held: tuple[SignedCheckpoint, ...] = ()
    shown: tuple[Consistency, ...] = ()
    of_subcontractors: Mapping[str, tuple[TrustedKey, ...]] = field(default_factory=dict)

    def keys_for(self, uei: str) -> tuple[TrustedKey, ...]:
        """Return the keys that count for a package of the subcontractor with this UEI; empty for the one around it."""
        return self.of_subcontractors.get(uei, self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationAsked:
    """What is asked: on which day, in UTC; about which contract, or about any; with subcontractors or without.

    `needs_proof`: where keys of ledgers are trusted, a certificate without a proof in one of these fails. `sender` is
    the UEI of the subcontractor of whom the file is, empty for anybody else.
    """

    as_of: date
    contract: str = ""
    subcontractors: bool = True
    needs_proof: bool = True
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPackage:
    """A package that passed every check there was; or a certificate alone, which has no files.

    `checks` are those passed, by id and text, in order. `stamps` are files that are said to be time stamps. `warnings`
    say what is here and could not be checked, and what nobody signed: while there are any, this is less than a package
    that passed. `apart` are files that came apart from it, each with the name that it has here.
    """

    envelope: bytes
    certificate: Verified
    included: Included | None
    files: tuple[PackagedFile, ...]
    sealed_by: tuple[str, ...]
    stamps: tuple[bytes, ...]
    nested: tuple[NestedPackage, ...]
    checks: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedPackage:
    """The package of a subcontractor, by its name in the package around it."""

    name: str
    package: VerifiedPackage

    @property
    def uei(self) -> str:
        """Return the UEI under which it lies."""
        return uei_in(self.name)


def verify_package(raw: bytes, trust: Trust, asked: VerificationAsked) -> VerifiedPackage:
    """Return what the package `raw` holds if it can be believed.

    Not checked: what `prove.verify` does not check, and what the files say that are neither certificate nor proof.
    Raises: ProofError, and nothing else; it names the check that failed.
    """
    return _package(raw, trust, asked, trust.keys_for(asked.sender), depth=1)


def verify_certificate(envelope: bytes, proof: bytes | None, trust: Trust, asked: VerificationAsked) -> VerifiedPackage:
    """Return what a certificate says, with the proof that it is in a ledger where there is one, if it can be believed.

    Raises: ProofError, and nothing else; it names the check that failed.
    """
    return _certificate(envelope, proof, trust, asked, trust.keys_for(asked.sender), ())


def _certificate(
    envelope: bytes,
    proof: bytes | None,
    trust: Trust,
    asked: VerificationAsked,
    keys: Sequence[TrustedKey],
    beside: Sequence[bytes],
) -> VerifiedPackage:
    certificate = verify(envelope, keys=keys, as_of=asked.as_of)
    if asked.contract:
        with check("C1"):
            _asked_about(certificate.statement, asked.contract)
    within = Within(ledgers=trust.ledgers, held=trust.held, shown=trust.shown, required=asked.needs_proof)
    told = verify_in_ledger(proof, envelope, within, beside)
    checks = [*_numbered("", certificate.checks), *(_numbered("C", ASKED_CHECKS) if asked.contract else ())]
    checks += _numbered("L", LEDGER_CHECKS)[: told.checks]
    return VerifiedPackage(
        envelope=envelope,
        certificate=certificate,
        included=told.included,
        files=(),
        sealed_by=(),
        stamps=(),
        nested=(),
        checks=tuple(checks),
        warnings=told.warnings,
    )


def _package(
    raw: bytes, trust: Trust, asked: VerificationAsked, keys: Sequence[TrustedKey], depth: int
) -> VerifiedPackage:
    contents, manifest = open_package(raw)
    sealed_by: tuple[str, ...] = ()
    if SEAL in contents:
        with check("P5"):
            sealed_by = check_seal(contents[SEAL], contents[MANIFEST], keys)
    beside = [content for name, content in contents.items() if name.startswith(CONSISTENCY)]
    alone = _certificate(contents[ENVELOPE], contents.get(PROOF), trust, asked, keys, beside)
    statement = alone.certificate.statement
    with check("P6"):
        _evidence(statement, manifest)
    nested = tuple(_nested(contents, trust, asked, depth))
    passed = _numbered("P", PACKAGE_CHECKS)
    return replace(
        alone,
        files=manifest.files,
        sealed_by=sealed_by,
        stamps=tuple(content for name, content in contents.items() if name.startswith(STAMPS)),
        nested=nested,
        checks=(*passed[: 5 if sealed_by else 4], *alone.checks, passed[5], *(passed[6:] if nested else ())),
        warnings=(*alone.warnings, *_unsigned(statement, manifest, sealed_by), *_not_looked_into(manifest, nested)),
    )


def open_package(raw: bytes) -> tuple[dict[str, bytes], Manifest]:
    """Return the files of a package by name, and its manifest, after the checks P1 to P4. Nobody has signed these yet.

    Raises: ProofError, and nothing else.
    """
    with check("P1"):
        contents = unpacked(raw, FORM, "package")
    with check("P2"):
        _places(contents)
    with check("P3"):
        manifest = read_manifest(contents[MANIFEST])
    with check("P4"):
        check_files(manifest, contents)
    return contents, manifest


def _places(contents: Mapping[str, bytes]) -> None:
    for needed in (MANIFEST, ENVELOPE):
        if needed not in contents:
            raise failed("package", f"has no `{needed}`", FORM.help)
    for name in contents:
        if name not in {MANIFEST, SEAL} and not is_place(name):
            raise failed("package", f"has no place for `{name}`", "use a newer release to verify it")


def _asked_about(statement: Statement, contract: str) -> None:
    found = statement.scope.contract
    if found != contract:
        what = f"the certificate is for `{found}`, and `{contract}` was asked about"
        raise failed("contract", what, "ask for the certificate of that contract")


def _evidence(statement: Statement, manifest: Manifest) -> None:
    listed = {each.name: each.digest for each in manifest.files}
    for each in statement.evidence:
        name = EVIDENCE + each.name
        if name not in listed:
            raise failed(name, "the certificate names it, and the package neither holds nor withholds it")
        if listed[name] != each.digest:
            raise failed(name, f"has {listed[name]}, and the certificate names {each.digest}")


def _nested(
    contents: Mapping[str, bytes], trust: Trust, asked: VerificationAsked, depth: int
) -> Iterator[NestedPackage]:
    """Verify the packages of subcontractors, unless they were not asked for. Each is for a contract of its own."""
    theirs = replace(asked, contract="", needs_proof=False)
    names = [name for name in contents if name.startswith(SUBCONTRACTORS)] if asked.subcontractors else []
    for name in names:
        with inside(name):
            if depth == _DEEPEST:
                raise failed("package", f"more than {_DEEPEST} tiers are not looked into")
            own = trust.keys_for(uei_in(name))
            yield NestedPackage(name=name, package=_package(contents[name], trust, theirs, own, depth + 1))


def uei_in(name: str) -> str:
    """Return the UEI in the name of a subcontractor's package."""
    return name.removeprefix(SUBCONTRACTORS).partition("/")[0]


def _unsigned(statement: Statement, manifest: Manifest, sealed_by: tuple[str, ...]) -> Iterator[str]:
    """Yield the files that anybody could have put in place of others, because no signature reaches them."""
    if sealed_by:
        return
    signed = {ENVELOPE, PROOF, *(EVIDENCE + each.name for each in statement.evidence)}
    bound = {each.digest for each in statement.flow_down}
    for each in manifest.files:
        if each.name in signed or each.name.startswith(CONSISTENCY):
            continue
        if not each.name.startswith(SUBCONTRACTORS):
            yield f"nobody signed `{each.name}`: somebody may have put it in place of another"
        elif each.digest not in bound:
            yield f"nobody signed that `{each.name}` belongs here: somebody may have put it in place of another"


def _not_looked_into(manifest: Manifest, nested: tuple[NestedPackage, ...]) -> Iterator[str]:
    looked = {each.name for each in nested}
    for each in manifest.files:
        if each.name.startswith(SUBCONTRACTORS) and each.name not in looked:
            why = "is withheld" if each.withheld else "was not looked into, as you asked"
            yield f"`{each.name}` {why}"
    for within in nested:
        yield from (f"{within.name}: {each}" for each in within.package.warnings)


def _numbered(letter: str, checks: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{letter}{number}", text) for number, text in enumerate(checks, start=1))


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Put the name of the package inside before the check that failed in it."""
    try:
        yield
    except ProofError as error:
        told = (replace(each, where=f"check P7, {name}, {each.where}") for each in error.problems)
        raise ProofError(*told) from error
