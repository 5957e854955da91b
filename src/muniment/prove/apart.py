"""Whether files that reached the verifier apart from a package are those that it, or its certificate, names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from muniment.prove.canonical import digest
from muniment.prove.sealed import check, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.ids import Digest
    from muniment.prove.package import VerifiedPackage

APART_CHECKS: Final = ("each file that came apart is one that the certificate names, or the package withholds",)
"""E1."""


def with_files_apart(found: VerifiedPackage, apart: Sequence[tuple[str, bytes]]) -> VerifiedPackage:
    """Return `found` with the names that it gives to the files `apart`, which have names of their own.

    Raises: ProofError for one that is none of them.
    """
    known = dict(reversed(list(_named(found))))
    told = []
    with check("E1"):
        for file, content in apart:
            name = known.get(digest(content))
            if name is None:
                what = "is none of the files that the certificate names or the package withholds"
                raise failed(file, what, "it is another file, or was changed: ask for the one that is meant")
            told.append((file, name))
    return replace(found, apart=tuple(told), checks=(*found.checks, ("E1", APART_CHECKS[0])))


def _named(found: VerifiedPackage, within: str = "") -> Iterator[tuple[Digest, str]]:
    """Yield digest and name of whatever may come apart; what comes first is meant where two have one digest."""
    yield from ((each.digest, f"{within}{each.name}") for each in found.files if each.withheld)
    evidence = found.certificate.statement.evidence
    yield from ((each.digest, f"{within}evidence/{each.name}") for each in evidence)
    for each in found.nested:
        yield from _named(each.package, f"{within}{each.name}, ")
