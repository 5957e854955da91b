"""A bundle of a rulebook as signed bytes, and whether one can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.bundle import BundledFile, BundleStatement, RulebookRelease
from muniment.domain.statement import Algorithm
from muniment.domain.version import VERSION_HELP, is_version
from muniment.prove.canonical import canonical, digest
from muniment.prove.fields import Fields, broken, digest_object
from muniment.prove.recover import subject
from muniment.prove.sealed import (
    SEALED_CHECKS,
    STATEMENT_TYPE,
    check,
    failed,
    seal_bytes,
    signed_by,
    statement_fields,
    unsealed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.domain.ids import Digest
    from muniment.prove.canonical import Json
    from muniment.prove.keys import TrustedKey

PREDICATE_TYPE = "https://w3id.org/muniment/attestation/rulebook/v1"
LARGEST = 4 * 2**20
"""Bytes of the largest envelope that is written or read."""

CHECKS = (
    "the envelope is no larger than 4 MiB",
    *SEALED_CHECKS,
    "statement and predicate are of the known types and have known fields alone",
    "a trusted key signed by the algorithm that the statement declares, and as many did as asked for",
    "the subject is the rulebook that the predicate names",
    "writing the statement again gives the same bytes",
    "the bundle holds exactly the files that the statement lists, byte for byte",
    "the files have the digest of the rulebook that the statement names",
)
"""What passes, in order; the first has number 1. `verify_bundle` stops at the first check that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedBundle:
    """A bundle that a trusted key signed as it is. `signed_by` are the ids of those keys, `checks` those passed."""

    statement: BundleStatement
    signed_by: tuple[str, ...]
    checks: tuple[str, ...]


def bundled(contents: Mapping[str, bytes]) -> tuple[BundledFile, ...]:
    """Return what a statement lists of `contents`, by path."""
    return tuple(
        BundledFile(path=path, digest=digest(content), size=len(content)) for path, content in sorted(contents.items())
    )


def seal_bundle(statement: BundleStatement, *, keyid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the envelope with `statement` in it, signed once by `sign`, which gets the bytes to sign."""
    return seal_bytes(_signed_bytes(statement), keyid=keyid, sign=sign)


def verify_bundle(
    envelope: bytes,
    contents: Mapping[str, bytes],
    *,
    keys: Sequence[TrustedKey],
    threshold: int,
    digest_of: Callable[[Mapping[str, bytes]], Digest],
) -> VerifiedBundle:
    """Return what a bundle says if at least `threshold` of `keys` signed exactly these `contents`, by path.

    `digest_of` gives the digest of a rulebook. The checks are those of `CHECKS`, in that order.
    Not checked: that the rulebook is whole and right (`rules lint` does), that it is newer than another one, and the
    time of packing, which the signer asserts.
    Raises: ProofError, and nothing else; it names the check that failed.   Source: DSSE 1.0; in-toto Statement v1.
    """
    opened = unsealed(envelope, keys, LARGEST)
    with check(6):
        fields = statement_fields(opened.document, PREDICATE_TYPE)
        statement, stated = _statement(fields.values["predicate"]), fields.each("subject", subject)
    with check(7):
        signed_by(statement.algorithm, opened.signers)
        keyids = tuple(dict.fromkeys(keyid for each in opened.signers for keyid in each))
        _enough(keyids, threshold)
    with check(8):
        _subject(statement.release, stated)
    with check(9):
        if _signed_bytes(statement) != opened.payload:
            raise failed("payload", "says something that was not understood")
    with check(10):
        _same_files(statement.files, bundled(contents))
    with check(11):
        _same_rulebook(statement.release, digest_of(contents))
    return VerifiedBundle(statement=statement, signed_by=keyids, checks=CHECKS)


def _enough(keyids: Sequence[str], threshold: int) -> None:
    if len(keyids) < threshold:
        what = f"{len(keyids)} trusted keys signed it, and {threshold} are asked for"
        raise failed("signatures", what, "have it signed by another person's key, or ask for fewer")


def _subject(release: RulebookRelease, stated: tuple[tuple[str, str], ...]) -> None:
    if stated != ((_named(release), release.digest),):
        raise failed("subject", f"is not `{_named(release)}` with the digest that the predicate gives")


def _same_files(listed: Sequence[BundledFile], held: Sequence[BundledFile]) -> None:
    said, found = ({each.path: each for each in files} for files in (listed, held))
    for path in sorted({*said, *found}):
        if path not in found:
            raise failed(path, "is listed in the statement and missing from the bundle")
        if path not in said:
            raise failed(path, "is in the bundle, and the statement does not list it")
        if said[path] != found[path]:
            raise failed(path, f"has {found[path].digest}, and the statement lists {said[path].digest}")


def _same_rulebook(release: RulebookRelease, found: Digest) -> None:
    if found != release.digest:
        raise failed("rulebook", f"has the digest {found}, and the statement names {release.digest}")


def _named(release: RulebookRelease) -> str:
    return f"rulebook/{release.version}"


def _signed_bytes(statement: BundleStatement) -> bytes:
    release = statement.release
    return canonical({
        "_type": STATEMENT_TYPE,
        "subject": [{"name": _named(release), "digest": digest_object(release.digest)}],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "algorithm": statement.algorithm.value,
            "tool": statement.tool,
            "packedAt": statement.packed_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "version": release.version,
            "released": release.released.isoformat(),
            "digest": digest_object(release.digest),
            "files": [
                {"path": each.path, "digest": digest_object(each.digest), "size": each.size} for each in statement.files
            ],
        },
    })  # fmt: skip


def _statement(value: Json) -> BundleStatement:
    fields = Fields.of(value, "predicate", "algorithm tool packedAt version released digest files")
    version = fields.named("version")
    if not is_version(version):
        raise broken(fields.under("version"), f"`{version}` is not a version", VERSION_HELP)
    release = RulebookRelease(version=version, released=fields.day("released"), digest=fields.digest("digest"))
    return BundleStatement(
        release=release,
        files=fields.each("files", _file),
        packed_at=fields.instant("packedAt"),
        tool=fields.named("tool"),
        algorithm=fields.choice(Algorithm, "algorithm"),
    )


def _file(value: Json, at: str) -> BundledFile:
    fields = Fields.of(value, at, "path digest size")
    return BundledFile(path=fields.named("path"), digest=fields.digest("digest"), size=fields.count("size"))
