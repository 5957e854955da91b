"""The manifest of a package as bytes, the statement that signs it, and whether it fits what lies in the package."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from muniment.domain.package import Manifest, PackagedFile
from muniment.domain.statement import Algorithm
from muniment.prove.archive import Form, misnamed
from muniment.prove.canonical import canonical, digest
from muniment.prove.fields import Fields, digest_object
from muniment.prove.recover import subject
from muniment.prove.sealed import (
    STATEMENT_TYPE,
    canonical_document,
    failed,
    seal_bytes,
    signed_by,
    statement_fields,
    unsealed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.prove.canonical import Json
    from muniment.prove.keys import TrustedKey

ENVELOPE: Final = "certification.dsse.json"
PROOF: Final = "certification.tlog-proof"
CONSISTENCY: Final = "consistency/"
PICTURE: Final = "certificate.pdf"
MANIFEST: Final = "MANIFEST.json"
SEAL: Final = "MANIFEST.dsse.json"
EVIDENCE: Final = "evidence/"
PLAN: Final = "plan/"
SUBCONTRACTORS: Final = "subcontractors/"
CHAIN: Final = "chain/"
STAMPS: Final = "timestamps/"
FORM: Final = Form(
    kind="package",
    largest=256 * 2**20,
    largest_file=128 * 2**20,
    most_files=10_000,
    first=(MANIFEST, SEAL, ENVELOPE, PROOF, PICTURE),
    help="`muniment package pack` writes packages",
)
PREDICATE_TYPE: Final = "https://w3id.org/muniment/attestation/package/v1"
FORMAT: Final = "muniment.package/1"
EMPTY: Final = digest(b"")
_LARGEST_SEAL: Final = 2**16
_PLACE: Final = re.compile(
    r"(?:certification\.dsse\.json|certification\.tlog-proof|certificate\.pdf"
    r"|(?:evidence|plan|chain|timestamps|consistency)/.+|subcontractors/[A-Z0-9]{12}/[^/]+\.mpkg)"
)


def is_place(name: str) -> bool:
    """Say whether a package has a place for a file of this name, beside the manifest and its signature."""
    return _PLACE.fullmatch(name) is not None


def write_manifest(manifest: Manifest) -> bytes:
    """Return the file."""
    return canonical({
        "format": FORMAT,
        "files": [
            {
                "name": each.name,
                "size": each.size,
                "digest": digest_object(each.digest),
                "marking": each.marking,
                "withheld": each.withheld,
            }
            for each in manifest.files
        ],
    })  # fmt: skip


def read_manifest(raw: bytes) -> Manifest:
    """Return the manifest in `raw`, whose names are plain, in order, and each there once, also in other letters.

    Raises: ProofError, and nothing else.
    """
    fields = Fields.of(canonical_document(raw, MANIFEST), MANIFEST, "format files")
    if fields.text("format") != FORMAT:
        raise failed(fields.under("format"), f"`{fields.text('format')}` is not `{FORMAT}`", "use a newer release")
    files = fields.each("files", _file)
    names = [each.name for each in files]
    if names != sorted(set(names)) or len({name.casefold() for name in names}) != len(names):
        raise failed(fields.under("files"), "is not in order of name, or a name is there twice")
    return Manifest(files=files)


def seal_manifest(manifest: bytes, *, algorithm: Algorithm, keyid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the envelope that signs the bytes of a manifest, and by it every file that the manifest lists."""
    return seal_bytes(_seal_bytes(manifest, algorithm), keyid=keyid, sign=sign)


def check_seal(envelope: bytes, manifest: bytes, keys: Sequence[TrustedKey]) -> tuple[str, ...]:
    """Return the ids of those of `keys` that signed exactly this manifest.

    Raises: ProofError, and nothing else.
    """
    opened = unsealed(envelope, keys, _LARGEST_SEAL, numbered=lambda _: nullcontext())
    fields = statement_fields(opened.document, PREDICATE_TYPE)
    algorithm = Fields.of(fields.values["predicate"], "predicate", "algorithm").choice(Algorithm, "algorithm")
    keyids = signed_by(algorithm, opened.signers)
    if fields.each("subject", subject) != ((MANIFEST, digest(manifest)),):
        raise failed("subject", f"is not `{MANIFEST}` with the digest of the one that is here")
    return keyids


def check_files(manifest: Manifest, contents: Mapping[str, bytes]) -> None:
    """Raise ProofError unless `contents`, by name, are exactly the files that are listed and not withheld."""
    for listed in manifest.files:
        held = contents.get(listed.name)
        if listed.withheld:
            if held is not None:
                raise failed(listed.name, "is said to be withheld, and is there")
        elif held is None:
            raise failed(listed.name, "is listed in the manifest, and is not there")
        elif (len(held), digest(held)) != (listed.size, listed.digest):
            raise failed(listed.name, f"has {digest(held)}, and the manifest lists {listed.digest}")
    if strange := sorted(set(contents) - {each.name for each in manifest.files} - {MANIFEST, SEAL}):
        raise failed(strange[0], "is there, and the manifest does not list it")


def _seal_bytes(manifest: bytes, algorithm: Algorithm) -> bytes:
    return canonical({
        "_type": STATEMENT_TYPE,
        "subject": [{"name": MANIFEST, "digest": digest_object(digest(manifest))}],
        "predicateType": PREDICATE_TYPE,
        "predicate": {"algorithm": algorithm.value},
    })  # fmt: skip


def _file(value: Json, at: str) -> PackagedFile:
    fields = Fields.of(value, at, "name size digest marking withheld")
    name = fields.named("name")
    if why := misnamed(name):
        raise failed(at, f"`{name}` {why}")
    if not is_place(name):
        raise failed(at, f"`{name}` has no place in a package", "use a newer release to verify it")
    found = PackagedFile(
        name=name,
        size=fields.count("size"),
        digest=fields.digest("digest"),
        marking=fields.text("marking"),
        withheld=fields.truth("withheld"),
    )
    if found.withheld and (found.size == 0 or found.digest == EMPTY):
        raise failed(at, f"`{name}` is said to be withheld, and is empty: there is nothing to withhold")
    return found
