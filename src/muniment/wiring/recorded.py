"""What the commands tell the ledger, if there is one: what they are about to do, and what came of it."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from muniment.wiring.ledger import recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from muniment.app.ledger.recording import Recorder
    from muniment.app.ports import Signer
    from muniment.domain.act import Act
    from muniment.domain.contract import FactAnswer
    from muniment.domain.entry import EntryId
    from muniment.domain.ids import ContractId
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.report import Discovery, Report
    from muniment.domain.screening import Screening
    from muniment.domain.statement import Statement
    from muniment.domain.subcontract import Enrolment, Received
    from muniment.wiring.rulebooks import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Tells the ledger what came of the intent `after`. Every method returns when that is committed.

    Raises: InputError, RefusedError where nothing could be written.
    """

    recorder: Recorder
    after: EntryId

    def scan(self, found: Discovery) -> None:
        """Tell what a scan found."""
        from muniment.render.scan.as_json import write_scan

        answer = StringIO()
        write_scan(found, answer)
        self.recorder.scan(found, _bytes(answer), self.after)

    def check(self, report: Report, estate_file: str) -> None:
        """Tell what a check found and decided."""
        from muniment.render.check.as_json import write_check
        from muniment.wiring.ahead import record_of

        answer = StringIO()
        write_check(report, answer, estate_file=estate_file)
        self.recorder.check(report, _bytes(answer), record_of(report), self.after)

    def screening(self, found: Screening, file: Path) -> None:
        """Tell what a screening of the suppliers in `file` came to."""
        from muniment.domain.ids import Digest
        from muniment.render.suppliers.screening_json import write_screening

        answer = StringIO()
        write_screening(found, answer)
        with file.open("rb") as suppliers:
            digest = Digest("sha256:" + hashlib.file_digest(suppliers, "sha256").hexdigest())
        self.recorder.screening(found, _bytes(answer), digest, self.after)

    def installation(self, done: Installation) -> None:
        """Tell which rulebook is in use from now on."""
        self.recorder.installation(done.now.release, done.now.keyids, self.after)

    def export(self, what: str, content: bytes, contract: ContractId | None = None, **details: str) -> None:
        """Tell what was handed out; `details` say on what it rests and where it went."""
        self.recorder.export(what, content, self.after, contract, **details)

    def enrolment(self, uei: str, new: Enrolment) -> None:
        """Tell whose key was confirmed."""
        self.recorder.enrolment(uei, new, self.after)

    def facts(self, answers: Sequence[FactAnswer]) -> None:
        """Tell which facts somebody gave."""
        self.recorder.facts(answers, self.after)

    def withdrawal(self) -> None:
        """Tell that the facts given last were taken back."""
        self.recorder.withdrawal(self.after)

    def arrival(self, uei: str, came: Received) -> None:
        """Tell what came from a subcontractor."""
        self.recorder.arrival(uei, came, self.after)

    def act(self, act: Act, envelope: bytes) -> None:
        """Tell of a review, a revocation, a search or a receipt that was signed."""
        self.recorder.act(act, envelope, self.after)


@contextmanager
def announced(what: str, details: Mapping[str, str], ledger: LedgerPlace | None) -> Iterator[Telling | None]:
    """Write to the ledger that `what` is about to be done, and yield what tells it that it was; nothing without one.

    The ledger stays open meanwhile. Raises: InputError, RefusedError where it cannot be written: then nothing is done.
    """
    with recording(ledger) as recorder:
        yield Telling(recorder=recorder, after=recorder.intent(what, details)) if recorder else None


def issued(statement: Statement, signer: Signer, ledger: LedgerPlace | None) -> bytes:
    """Return `statement` signed by `signer`, once the ledger was told: it hands out no signature that this lacks.

    Raises: as `app.certify.issue`, and InputError, RefusedError where the ledger cannot be written.
    """
    from muniment.app.certify import issue

    with announced("sign a certificate", {"contract": statement.scope.contract}, ledger) as telling:
        envelope = issue(statement, signer)
        if telling:
            telling.recorder.signature(statement, envelope, telling.after)
    return envelope


def without_ledger(ledger: LedgerPlace | None) -> str:
    """Return what to say of a signature where no ledger is named; nothing where one is."""
    return "" if ledger else "No ledger is named, so nothing beside the file tells that and when it was signed."


def _bytes(text: StringIO) -> bytes:
    return text.getvalue().encode("utf-8", "surrogateescape")
