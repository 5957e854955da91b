"""The result of verifying a package, and what lies in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.prove.manifest import PICTURE
from muniment.render.certify.certificate import certificate_page
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import byte_size, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.domain.package import Manifest, PackagedFile
    from muniment.prove.package import VerifiedPackage
    from muniment.prove.tlog_proof import Included

_WIDE = 14
_NARROW = 12
"""Beside this, a root has room in 80 columns."""


def print_package(found: VerifiedPackage, as_of: date, to: Console) -> None:
    """Print which checks passed, what could not be checked, and then everything that is in the package."""
    show(_page(found, as_of), to)


def print_manifest(manifest: Manifest, to: Console) -> None:
    """Print what a package lists, which nobody has verified."""
    show(_manifest(manifest), to)


def _page(found: VerifiedPackage, as_of: date) -> Iterator[RenderableType]:
    keys = listed([key[:16] for key in found.certificate.signed_by])
    if found.warnings:
        yield Text(
            f"! verified as of {as_of} with {count(len(found.warnings), 'warning')}: signed with key {keys}",
            style="needs",
        )
    else:
        yield Text(f"✓ verified as of {as_of}: signed with key {keys}", style="permitted")
    yield labelled([(f"{name:>4}.", Text(text, style="quiet")) for name, text in found.checks], width=5)
    told = [visible(each) for each in found.warnings]
    if found.certificate.unverified:
        told.append(f"{count(found.certificate.unverified, 'other signature')} in the certificate could not be checked")
    yield labelled([("   !", Text(each, style="needs")) for each in told], width=5)
    pages = "; nor the pages of certificate.pdf: read the certificate here" if _has_paper(found) else ""
    yield indented(
        Text(f"Not checked: that the statement is true or complete, and that the key is the signatory's{pages}.")
    )
    yield ""
    if found.files:
        yield heading("In the package")
        yield from _files(found.files)
        yield ""
    if found.apart:
        yield heading("Came apart")
        yield indented(columns(("file", "is"), [tuple(map(visible, each)) for each in found.apart], ratios=(1, 1)))
        yield ""
    if found.included:
        yield heading("In the ledger")
        yield indented(labelled(_ledger(found.included), width=_NARROW))
        yield ""
    for within in found.nested:
        yield heading(f"Subcontractor {visible(within.name.split('/')[1])}")
        yield indented(labelled(_subcontractor(within.package), width=_WIDE))
        yield ""
    yield from certificate_page(found.certificate.statement)


def _has_paper(found: VerifiedPackage) -> bool:
    return any(each.name == PICTURE and not each.withheld for each in found.files)


def _manifest(manifest: Manifest) -> Iterator[RenderableType]:
    yield Text("! not verified: this is what the package says of itself", style="needs")
    yield from _files(manifest.files)


def _files(files: Sequence[PackagedFile]) -> Iterator[RenderableType]:
    rows = [
        (visible(each.name), byte_size(each.size), visible(each.marking), "withheld" if each.withheld else "")
        for each in files
    ]
    yield indented(columns(("file", "size", "marking", ""), rows, ratios=(1, None, None, None)))


def _ledger(included: Included) -> list[tuple[str, Text | str]]:
    head = included.checkpoint
    return [
        ("ledger", visible(head.origin)),
        ("entry", f"{included.index}, counted from 0, of {head.size}"),
        ("root", head.root.hex()),
    ]


def _subcontractor(package: VerifiedPackage) -> list[tuple[str, Text | str]]:
    statement = package.certificate.statement
    return [
        ("organisation", visible(statement.scope.organisation)),
        ("contract", visible(statement.scope.contract)),
        ("signatory", visible(f"{statement.signatory.name}, {statement.signatory.title}")),
        ("valid until", str(statement.valid_until)),
        ("signed with", listed([key[:16] for key in package.certificate.signed_by])),
        ("decided", count(len(statement.decisions), "use")),
        ("disclosed", count(len(statement.disclosures), "matter")),
    ]
