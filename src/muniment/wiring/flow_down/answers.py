"""Joins for what follows from subcontractors' answers: the roll-up, the draft of a certificate, receipts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import DraftError, InputError, Problem
from muniment.wiring.flow_down import believing, listed_in, status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from muniment.app.flow_down.roll_up import RollUp
    from muniment.app.ports import Signer
    from muniment.domain.certification import FlowDown
    from muniment.domain.subcontract import Received, Request, Row, Subcontractor
    from muniment.stores.subcontractors import Folder


def rolled_up(within: Path, contract: str, listed: Path | None, as_of: date) -> RollUp:
    """Return what everybody who was asked about a contract, or is in `listed`, comes to. Raises: InputError."""
    from muniment.app.flow_down.roll_up import roll_up

    required = _required(listed) if listed else ()
    return roll_up(status(within, as_of, contract), contract, required)


def _required(path: Path) -> tuple[Subcontractor, ...]:
    from muniment.domain.subcontract import Subcontractor

    return tuple(Subcontractor(uei=uei or f"row {row}", name=name) for uei, name, row in listed_in(path))


def fill_draft(found: RollUp, within: Path, draft: Path, into: Callable[[str, Sequence[FlowDown], str], str]) -> None:
    """Write the rows of a roll-up into a draft by `into`, files named as the draft's folder sees them.

    Raises: InputError.
    """
    from muniment.app.flow_down.roll_up import flow_down
    from muniment.stores.subcontractors import Folder, file_of
    from muniment.stores.whole_file import write_whole

    def document(row: Row, held: Received) -> str:
        path = file_of(Folder(at=within / row.request.of.uei), held.digest, held.kind)
        return os.path.relpath(path, draft.parent)

    text = wiring.text_of(draft, DraftError, "`muniment certify draft` writes one to start from")
    write_whole(draft, into(text, flow_down(found.rows, document), str(draft)).encode())


def receipt(within: Path, uei: str, by: str, signer: Signer) -> tuple[Received, bytes]:
    """Return the newest file of a subcontractor, and a signed receipt for it. Raises: InputError."""
    from muniment.app.flow_down.receipts import sealed_receipt
    from muniment.stores.subcontractors import all_folders, content

    folders = all_folders(within)
    folder = next((each for each in folders if each.at.name == uei), None)
    answers = [each for each in folder.received if each.request] if folder else []
    if folder is None or not answers:
        raise InputError(
            Problem(where=f"supplier `{uei}`", what="sent nothing yet, so there is nothing to acknowledge")
        )
    last = answers[-1]
    raw = content(folder, last.digest, last.kind)
    trusted = believing(within, folders, wiring.today())
    return last, sealed_receipt(last, raw, _request(folder, last), trusted, by=by, at=wiring.now(), signer=signer)


def _request(folder: Folder, received: Received) -> Request:
    return next(each for each in folder.requests if each.id == received.request)
