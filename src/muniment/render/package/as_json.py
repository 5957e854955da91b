"""The result of verifying a package, and what lies in one, for a program; `as_text` beside it is for people."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.package import Manifest, PackagedFile
    from muniment.prove.package import VerifiedPackage
    from muniment.prove.tlog_proof import Included


def write_package(found: VerifiedPackage, as_of: date, to: TextIO, trust: dict[str, Any] | None = None) -> None:
    """Write which checks passed, what could not be checked, the statement as it was signed, and `trust` by a policy."""
    by_policy = {"trust": trust} if trust else {}
    _write({"as_of": str(as_of), "format": "muniment.verified-package/1", **_value(found), **by_policy}, to)


def write_manifest(manifest: Manifest, to: TextIO) -> None:
    """Write what a package lists, which nobody has verified."""
    _write({"files": [_file(each) for each in manifest.files], "format": "muniment.package-list/1"}, to)


def _value(found: VerifiedPackage) -> dict[str, Any]:
    apart = [{"file": file, "name": name} for file, name in found.apart]
    return {
        **({"apart": apart} if apart else {}),
        "checks": [{"id": name, "text": text} for name, text in found.checks],
        "files": [_file(each) for each in found.files],
        "ledger": _included(found.included),
        "manifest_signed_by": list(found.sealed_by),
        "signed_by": list(found.certificate.signed_by),
        "statement": json.loads(b64decode(json.loads(found.envelope)["payload"])),
        "subcontractors": [{"name": each.name, **_value(each.package)} for each in found.nested],
        "unverified": found.certificate.unverified,
        "warnings": list(found.warnings),
    }


def _file(file: PackagedFile) -> dict[str, Any]:
    return {
        "digest": file.digest,
        "marking": file.marking,
        "name": file.name,
        "size": file.size,
        "withheld": file.withheld,
    }


def _included(included: Included | None) -> dict[str, Any] | None:
    if included is None:
        return None
    head = included.checkpoint
    return {"index": included.index, "origin": head.origin, "root": head.root.hex(), "size": head.size}


def _write(value: dict[str, Any], to: TextIO) -> None:
    json.dump(value, to, indent=2, sort_keys=True)
    to.write("\n")
