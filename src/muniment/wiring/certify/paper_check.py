"""Joins for what a PDF of a certificate has attached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from muniment.prove.package import VerifiedPackage

PAPER_CHECK = "the PDF of the certificate has this certificate attached, and nothing else"
"""P8."""
_NOT_COMPARED = (
    "what the PDF of the certificate has attached was not looked at: `pip install 'muniment[certificates]'`,"
    " and verify again"
)


def in_paper(raw: bytes, where: str) -> bytes:
    """Return the certificate that is attached to a PDF. Raises: ProofError; InputError where the extra is missing."""
    from muniment.readers.paper import certificate_in

    try:
        return certificate_in(raw, where)
    except ImportError as error:
        what = "a certificate on paper is read where the extra `certificates` is installed"
        raise InputError(Problem(where=where, what=what, help="pip install 'muniment[certificates]'")) from error


def refuse_other(raw: bytes, found: VerifiedPackage) -> VerifiedPackage:
    """Return the package `found` in `raw` if each PDF in it has the certificate beside it attached, and nothing else.

    Where the extra is not installed, nothing is compared, and a warning says so. Raises: ProofError.
    """
    if not _has_paper(found):
        return found
    if _all_compared(raw, found):
        return replace(found, checks=(*found.checks, ("P8", PAPER_CHECK)))
    return replace(found, warnings=(*found.warnings, _NOT_COMPARED))


def _all_compared(raw: bytes, found: VerifiedPackage) -> bool:
    """Compare each PDF in the package, and in those inside it; say whether that could be done for all."""
    from muniment.prove.manifest import PICTURE
    from muniment.prove.package import inside, open_package

    contents = open_package(raw)[0]
    compared = PICTURE not in contents or is_of(contents[PICTURE], found.envelope, f"check P8, {PICTURE}")
    for each in found.nested:
        with inside(each.name):
            compared &= _all_compared(contents[each.name], each.package)
    return compared


def _has_paper(found: VerifiedPackage) -> bool:
    from muniment.prove.manifest import PICTURE

    here = any(each.name == PICTURE and not each.withheld for each in found.files)
    return here or any(_has_paper(each.package) for each in found.nested)


def is_of(paper: bytes, envelope: bytes, where: str) -> bool:
    """Return True where a PDF has this certificate attached; False where nothing here reads PDFs.

    Raises: ProofError where it has another one, or more than that.
    """
    from muniment.errors import ProofError
    from muniment.readers.paper import certificate_in

    try:
        attached = certificate_in(paper, where)
    except ImportError:
        return False
    if attached != envelope:
        what, help_ = "has another certificate attached", "read the signed one, and ask for a PDF of that"
        raise ProofError(Problem(where=where, what=what, help=help_))
    return True
