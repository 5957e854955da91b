"""The entries that the use cases write. What is about to be done is written before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.app.ledger import Body, drafted
from muniment.domain.act import ActKind
from muniment.domain.entry import Commitment, Entry, EntryType
from muniment.domain.ids import Digest
from muniment.prove.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.app.ledger import Draft, Ledger, Receipt
    from muniment.app.ports import Clock
    from muniment.domain.act import Act
    from muniment.domain.bundle import RulebookRelease
    from muniment.domain.contract import FactAnswer
    from muniment.domain.entry import EntryId
    from muniment.domain.ids import ContractId
    from muniment.domain.report import Discovery, Report
    from muniment.domain.screening import Screening
    from muniment.domain.statement import StatedWaiver, Statement
    from muniment.domain.subcontract import Enrolment, Received


_OF_ACT = {
    ActKind.REVIEW: EntryType.APPROVAL,
    ActKind.REVOCATION: EntryType.CERTIFICATION,
    ActKind.SEARCH: EntryType.FACT,
    ActKind.RECEIPT: EntryType.FACT,
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
        """Write that a statement was signed, and on which waivers it rests."""
        details = {
            "signatory": statement.signatory.name,
            "as of": str(statement.as_of),
            "valid until": str(statement.valid_until),
        }
        entry = self.entry(EntryType.SIGNATURE, details, contract=statement.scope.contract, after=after)
        waivers = [drafted(self._waiver(each, statement.scope.contract)) for each in statement.waivers]
        return self.ledger.append(drafted(entry, Body(name="envelope", content=envelope)), *waivers)

    def act(self, act: Act, envelope: bytes, after: EntryId) -> Receipt:
        """Write that somebody reviewed a draft, revoked a certificate, searched, or acknowledged what came."""
        kind = _OF_ACT[act.kind]
        entry = self.entry(kind, {"act": act.kind.value, "by": act.by, **dict(act.told)}, after=after)
        return self.ledger.append(drafted(entry, Body(name="envelope", content=envelope)))

    def export(
        self, what: str, content: bytes, after: EntryId, contract: ContractId | None = None, **details: str
    ) -> Receipt:
        """Write that something was handed out. Its digest is told, and the thing itself is not kept."""
        committed = (Commitment(name="export", digest=digest(content)),)
        told = {"what": what, **details}
        return self.ledger.append(
            drafted(self.entry(EntryType.EXPORT, told, contract=contract, commitments=committed, after=after))
        )

    def enrolment(self, uei: str, new: Enrolment, after: EntryId) -> Receipt:
        """Write that somebody confirmed a key as the one of a subcontractor, and why, where another was before it."""
        committed = (Commitment(name="key", digest=Digest(f"sha256:{new.keyid}")),)
        told = {"of": "a subcontractor's key", "subcontractor": uei, "by": new.by, "ledger": new.ledger}
        told |= {"reason": new.reason} if new.reason else {}
        return self.ledger.append(drafted(self.entry(EntryType.APPROVAL, told, commitments=committed, after=after)))

    def facts(self, answers: Sequence[FactAnswer], after: EntryId) -> Receipt:
        """Write which facts somebody gave, about what and on which source; the values may be withheld."""
        return self.ledger.append(*(self._fact(each, after) for each in answers))

    def withdrawal(self, after: EntryId) -> Receipt:
        """Write that the facts given last were taken back in the session in which they were given."""
        told = {"what": "the answers before were taken back"}
        return self.ledger.append(drafted(self.entry(EntryType.FACT, told, after=after)))

    def arrival(self, uei: str, came: Received, after: EntryId) -> Receipt:
        """Write that a file of a subcontractor was taken in, by whom, and for which request."""
        committed = (Commitment(name="file", digest=came.digest),)
        told = {"what": f"a {came.kind.value} came", "subcontractor": uei, "request": came.request, "by": came.by}
        return self.ledger.append(drafted(self.entry(EntryType.FACT, told, commitments=committed, after=after)))

    def _fact(self, given: FactAnswer, after: EntryId) -> Draft:
        about = {"system": given.place.system, "vendor": given.place.vendor}
        told = {"fact": given.fact, "by": given.by, "on": str(given.on), "source": given.source, **about}
        details = {name: str(text) for name, text in told.items() if text}
        entry = self.entry(EntryType.FACT, details, contract=given.place.contract or None, after=after)
        value = "unknown" if given.value is None else str(given.value)
        return drafted(entry, self.sensitive("value", value.encode()))

    def _waiver(self, held: StatedWaiver, contract: ContractId) -> Entry:
        """Return what a statement says of a waiver; the digest is of its document, where that is attached."""
        committed = (Commitment(name="document", digest=held.digest),) if held.digest else ()
        told = {
            "waiver": held.id,
            "instrument": held.instrument,
            "granted by": held.granted_by,
            "from": str(held.issued),
            "until": str(held.until) if held.until else "without an end",
        }
        return self.entry(EntryType.WAIVER, told, contract=contract, commitments=committed)

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
