"""What this program or its user wrote about a tree, and lies in it: it names vendors, and is no evidence of any use."""

from __future__ import annotations

from typing import Final

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily

_ANSWER: Final = lazily(rb'(?m)(?:^|[{,])"format": ?"muniment\.[a-z-]+/\d+"|"driver": \{"name": "muniment"')
"""How answers in JSON and SARIF say who wrote them; records have no blanks."""
_ANSWERS: Final = (".json", ".sarif")
"""How files are called that may be such an answer; program text may begin as they do."""
_MILESTONES: Final = b'"ns": "https://w3id.org/muniment/oscal"'
"""What stands in every plan of action in OSCAL that this program writes, and begins with the name of that format."""
_ESTATE: Final = lazily(rb"(?ms)^\s*\[organisation\].*^\s*\[\[(?:contracts|systems)\]\]")
"""Tables of an estate file, and of no other known format."""
_PLAN: Final = lazily(rb'(?m)^\[\[items\]\]\ncontract = .*\nsystem = .*\nvendor = "')
"""An item of the file in which people keep owners and steps of a phase-out."""
_LEDGER: Final = lazily(rb"\ASQLite format 3\0?(?s:.){0,4096}?(?i:create table )ledger_entry\(seq ")
"""How the database of a ledger begins, with its zero bytes or without."""


def own_file(path: str, data: bytes) -> NotUnderstood | None:
    """Return what to say of the file at `path` in place of examining it; nothing for any other file.

    It is told as something that was not searched. Not to be asked of manifests, which other programs read whatever else
    stands in them. A bill of materials is read like any other, since it may be of another product than this tree.
    """
    if (
        path.endswith(_ANSWERS)
        and data.startswith(b"{")
        and b"muniment" in data
        and (_ANSWER.search(data) or _MILESTONES in data)
    ):
        return NotUnderstood(1, "an answer of muniment; what it names is not found a second time", harmless=True)
    if path.endswith(".toml"):
        if _ESTATE.search(data):
            return NotUnderstood(1, "an estate file; what it records is no evidence", harmless=True)
        if _PLAN.search(data):
            return NotUnderstood(1, "a plan of phase-outs; what it names is to go, and is no evidence", harmless=True)
    if begins_a_ledger(data):
        return NotUnderstood(1, "a ledger of muniment; what it records is no evidence", harmless=True)
    return None


def begins_a_ledger(data: bytes) -> bool:
    """Say whether a file that begins with `data` is the database of a ledger, however large it is."""
    return data.startswith(b"SQLite format 3") and _LEDGER.search(data) is not None
