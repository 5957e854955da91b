"""The ledger for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.app.ledger.audit import CHECKS
from muniment.prove.checkpoint import read, write_verifier_key
from muniment.render.found_json import write_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from muniment.app.ledger.audit import Audit
    from muniment.app.ledger.withholding import Withheld
    from muniment.domain.entry import Entry
    from muniment.domain.withholding import Withholding
    from muniment.prove.checkpoint import Checkpoint
    from muniment.prove.tlog_proof import Included


def write_log(note: bytes, entries: Iterable[tuple[int, Entry]], to: TextIO) -> None:
    """Write the entries, with the newest checkpoint."""
    listed = (entry_value(index, entry) for index, entry in entries)
    write_object({
        "checkpoint": _head(read(note).checkpoint), "entries": listed, "format": "muniment.ledger-log/1",
        "note": note.decode(),
    }, to)  # fmt: skip


def write_audit(found: Audit, to: TextIO) -> None:
    """Write what an audit came to."""
    value: dict[str, Any] = {
        "bodies": found.bodies,
        "checkpoints": found.checkpoints,
        "checks": list(CHECKS),
        "findings": [{"check": each.check, "what": each.what, "where": each.where} for each in found.findings],
        "format": "muniment.ledger-audit/2",
        "open_intents": list(found.open_intents),
        "origin": found.origin,
        "size": found.size,
        "trusted": [write_verifier_key(each) for each in found.trusted],
        "not_kept": found.not_kept,
        "withheld": [withholding_value(each) for each in found.withheld],
    }
    write_object(value, to)


def write_withholding(found: Withheld, shared: Sequence[int], to: TextIO) -> None:
    """Write that a content was withheld; `shared` are the entries that commit to it."""
    value = {
        "entries": list(shared),
        "format": "muniment.ledger-withholding/1",
        "remains": found.remains or None,
        **withholding_value(found.told),
    }
    write_object(value, to)


def withholding_value(found: Withholding) -> dict[str, Any]:
    """Return what was withheld, and who answers for it."""
    return {
        "at": found.at.isoformat(),
        "by": found.by,
        "content": found.content,
        "digest": found.digest,
        "entry": found.entry,
        "reason": found.reason,
        "written_as": found.written_as,
    }


def write_included(included: Included, entry: Entry, contents: Sequence[str], to: TextIO) -> None:
    """Write an entry that is proven to be in a ledger."""
    value: dict[str, Any] = {
        "checkpoint": _head(included.checkpoint),
        "checks": list(included.checks),
        "contents": list(contents),
        "entry": entry_value(included.index, entry),
        "format": "muniment.included-entry/1",
        "witnesses": list(included.witnesses),
    }
    write_object(value, to)


def write_consistent(old: Checkpoint, new: Checkpoint, to: TextIO) -> None:
    """Write two checkpoints of which the new one goes on from the old one."""
    write_object({"consistent": True, "format": "muniment.consistency/1", "new": _head(new), "old": _head(old)}, to)


def entry_value(index: int, entry: Entry) -> dict[str, Any]:
    """Return one entry with its place."""
    return {
        "actor": entry.actor,
        "after": entry.after,
        "at": entry.at.isoformat(),
        "commitments": [
            {"digest": each.digest, "name": each.name, "salted": each.salted} for each in entry.commitments
        ],
        "contract": entry.contract,
        "details": dict(entry.details),
        "id": entry.id,
        "index": index,
        "type": entry.type.value,
    }


def _head(head: Checkpoint) -> dict[str, Any]:
    return {"origin": head.origin, "root": head.root.hex(), "size": head.size}
