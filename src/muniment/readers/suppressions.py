"""The file of suppressions, in TOML. `docs/suppressions.md` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.ids import SignatureId, VendorId
from muniment.domain.patterns import lazily
from muniment.domain.suppression import Alike, OneFinding, Suppression
from muniment.errors import SuppressionError
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table, UnfitError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_HEADER = "[[suppressions]]"
_ANSWERS = ("owner", "reason", "evidence", "until")
_ALIKE = ("vendor", "signature", "path")
_FINGERPRINT = lazily(r"[0-9a-f]{32}")


def read_suppressions(
    text: str, *, where: str, signatures: Mapping[SignatureId, VendorId], vendors: Collection[VendorId]
) -> tuple[Suppression, ...]:
    """Return the suppressions that `text` describes, in its order; `where` names the file.

    Not checked: that a fingerprint stands for a finding; what matches nothing is told by the check.
    Raises: SuppressionError with everything that is wrong.   Source: TOML 1.0.0.
    """
    text = text.removeprefix("\ufeff")
    spots = places(text)
    notes = Notes(where, spots)
    top = Table(values=parse(text, where, SuppressionError), path=(), header="the file", notes=notes)
    top.allow("suppressions")
    found = [
        _suppression(table, f"{where}:{spots.of(table.path)[0]}", signatures, vendors)
        for table in top.all_below("suppressions", _HEADER)
    ]
    if notes.problems:
        raise SuppressionError(*notes.problems)
    return tuple(each for each in found if each is not None)


def _suppression(
    table: Table, where: str, signatures: Mapping[SignatureId, VendorId], vendors: Collection[VendorId]
) -> Suppression | None:
    """Return one suppression; nothing where something is wrong, which is noted."""
    table.allow(*_ANSWERS, *_ALIKE, "finding")
    table.require(*_ANSWERS)
    what = _one(table) if "finding" in table.values else _alike(table, signatures, vendors)
    owner, reason, evidence = (table.take(key, toml_table.text) for key in ("owner", "reason", "evidence"))
    until = table.take("until", toml_table.day)
    if what is None or owner is None or reason is None or evidence is None or until is None:
        return None
    return Suppression(what=what, owner=owner, reason=reason, evidence=evidence, until=until, where=where)


def _one(table: Table) -> OneFinding | None:
    for key in _ALIKE:
        if key in table.values:
            table.note(key, f"`{key}` stands beside `finding`", "name one finding, or those of a signature in a path")
    fingerprint = table.take("finding", _fingerprint)
    return None if fingerprint is None else OneFinding(fingerprint=fingerprint)


def _alike(table: Table, signatures: Mapping[SignatureId, VendorId], vendors: Collection[VendorId]) -> Alike | None:
    if not any(key in table.values for key in _ALIKE):
        help_ = "write `finding`, or `vendor`, `signature` and `path`"
        table.note("finding", f"{_HEADER} without anything to suppress", help_)
        return None
    table.require(*_ALIKE)
    vendor = table.take("vendor", toml_table.one_of(vendors, "a vendor in the rulebook"))
    of_vendor = [id_ for id_, owner in signatures.items() if vendor in {None, owner}]
    named = f"a signature of `{vendor}`" if vendor else "a signature in the rulebook"
    signature = table.take("signature", toml_table.one_of(of_vendor, named))
    path = table.take("path", _path)
    if vendor is None or signature is None or path is None:
        return None
    return Alike(vendor=VendorId(vendor), signature=SignatureId(signature), path=path)


def _fingerprint(value: object) -> str:
    plain = toml_table.text(value)
    if not _FINGERPRINT.fullmatch(plain):
        help_ = "`muniment check --json` prints the fingerprint of each finding: 32 digits and letters from a to f"
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`, which is no fingerprint", help_=help_)
    return plain


def _path(value: object) -> str:
    plain = toml_table.text(value)
    if plain.startswith(("/", "./", "../")):
        help_ = "write it from the folder that is checked, as `muniment check --json` does; `**` stands for any folders"
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`, which begins outside the folder", help_=help_)
    return plain
