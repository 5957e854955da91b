"""The entries that the use cases write. What is about to be done is written before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.app.ledger import Body, drafted
from muniment.domain.act import ActKind
from muniment.domain.entry import Commitment, Entry, EntryType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.app.ledger import Draft, Ledger, Receipt
    from muniment.app.ports import Clock
    from muniment.domain.act import Act
    from muniment.domain.bundle import RulebookRelease
    from muniment.domain.entry import EntryId
    from muniment.domain.ids import ContractId, Digest
    from muniment.domain.report import Discovery, Report
    from muniment.domain.screening import Screening
    from muniment.domain.statement import Statement


_OF_ACT = {
    ActKind.REVIEW: EntryType.APPROVAL,
    ActKind.REVOCATION: EntryType.CERTIFICATION,
    ActKind.SEARCH: EntryType.FACT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Writes to one ledger in the name of `actor`. `new_id` and `new_salt` give values that never come twice."""

    ledger: Ledger
    actor: str
    clock: Clock
    new_id: Callable[[], EntryId]
    new_salt: Callable[[], bytes]

    def entry(self, kind: EntryType, details: Mapping[str, str], **more: object) -> Entry:
        """Return an entry of now."""
        at = self.clock.now().replace(microsecond=0)
        found = Entry(type=kind, id=self.new_id(), at=at, actor=self.actor, details=tuple(details.items()))
        return replace(found, **more)  # type: ignore[arg-type]  # the fields of an entry

    def sensitive(self, name: str, content: bytes) -> Body:
        """Return a content that may be withheld."""
        return Body(name=name, content=content, salt=self.new_salt())

    def scan(self, found: Discovery, answer: bytes, after: EntryId) -> Receipt:
        """Write that sources were searched; `answer` is the whole of it."""
        return self.ledger.append(self._scan(found, answer, after))

    def check(self, report: Report, answer: bytes, record: bytes, after: EntryId) -> Receipt:
        """Write that sources were searched and what was decided, for each contract; `record` can be replayed."""
        kept = self.sensitive("record", record)
        contracts: Sequence[ContractId | None] = (
            [each.id for each in report.estate.contracts] if report.estate else [None]
        )
        decisions = [drafted(self._decision(report, each), kept) for each in contracts]
        return self.ledger.append(self._scan(report, answer, after), *decisions)

    def screening(self, found: Screening, answer: bytes, suppliers: Digest, after: EntryId) -> Receipt:
        """Write that the suppliers in a file with the digest `suppliers` were screened."""
        matches = sum(match.stands for each in found.screened for match in each.matches)
        details = {
            "as of": str(found.as_of),
            "rulebook": found.rulebook,
            "suppliers": str(len(found.screened)),
            "matches that stand": str(matches),
        }
        committed = (Commitment(name="suppliers", digest=suppliers),)
        entry = self.entry(EntryType.SCREENING, details, commitments=committed, after=after)
        return self.ledger.append(drafted(entry, self.sensitive("screening", answer)))

    def intent(self, what: str, details: Mapping[str, str], **more: object) -> EntryId:
        """Write that something is about to be done, and return the id for the entry that says it was.

        Where that entry never comes, the intent stays open, and an audit tells it.
        """
        entry = self.entry(EntryType.INTENT, {"to": what, **details}, **more)
        self.ledger.append(drafted(entry))
        return entry.id

    def installation(self, release: RulebookRelease, keyids: Sequence[str], after: EntryId) -> Receipt:
        """Write that another rulebook is in use."""
        details = {"version": release.version, "released": str(release.released), "signed by": " ".join(keyids)}
        committed = (Commitment(name="rulebook", digest=release.digest),)
        return self.ledger.append(
            drafted(self.entry(EntryType.RULEBOOK_INSTALL, details, commitments=committed, after=after))
        )

    def signature(self, statement: Statement, envelope: bytes, after: EntryId) -> Receipt:
        """Write that a statement was signed."""
        details = {
            "signatory": statement.signatory.name,
            "as of": str(statement.as_of),
            "valid until": str(statement.valid_until),
        }
        entry = self.entry(EntryType.SIGNATURE, details, contract=statement.scope.contract, after=after)
        return self.ledger.append(drafted(entry, Body(name="envelope", content=envelope)))

    def act(self, act: Act, envelope: bytes, after: EntryId) -> Receipt:
        """Write that somebody reviewed a draft, revoked a certificate, or searched."""
        kind = _OF_ACT[act.kind]
        entry = self.entry(kind, {"act": act.kind.value, "by": act.by, **dict(act.told)}, after=after)
        return self.ledger.append(drafted(entry, Body(name="envelope", content=envelope)))

    def _scan(self, found: Discovery, answer: bytes, after: EntryId) -> Draft:
        sources = tuple(
            Commitment(name=f"source {number}", digest=scan.inventory.content)
            for number, scan in enumerate(found.scans, start=1)
        )
        details = {
            "rulebook": found.rulebook.digest,
            "uses": str(len(found.uses)),
            "complete": "yes" if found.complete else "no",
        }
        entry = self.entry(EntryType.SCAN, details, commitments=sources, after=after)
        return drafted(entry, self.sensitive("answer", answer))

    def _decision(self, report: Report, contract: ContractId | None) -> Entry:
        outcomes = [each.decision.outcome.value for each in report.decisions if each.contract == contract]
        counts = {outcome: str(outcomes.count(outcome)) for outcome in sorted(set(outcomes))}
        details = {"as of": str(report.as_of), "rulebook": report.rulebook.digest, **counts}
        return self.entry(EntryType.DECISION, details, contract=contract)
