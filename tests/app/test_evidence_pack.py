"""The account of a period: what may be called gone, and what may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT, NORTHWIND, TOOL, estate, rulebook
from muniment.app.evidence_pack import Sources, evidence_pack
from muniment.discover.findings.compare import compare
from muniment.domain.contract import AnswerPlace, FactAnswer
from muniment.domain.decision import Outcome
from muniment.domain.entry import Entry, EntryId, EntryType
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.evidence_pack import EvidencePack, Period
from muniment.domain.ids import ContractId, Digest, FactId, SignatureId, SystemId, VendorId
from muniment.domain.record import AskedBy, Record, RecordedQuestion
from muniment.domain.scan_result import ScanResult, WrittenFinding, WrittenGap
from muniment.domain.surface import Surface
from muniment.errors import InputError
from muniment.render.evidence_pack import evidence_json, evidence_markdown

if TYPE_CHECKING:
    from muniment.domain.scan_result import Difference

NOVEMBER = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))
BEFORE, EARLY, LATE = date(2026, 10, 31), date(2026, 11, 2), date(2026, 11, 26)
OTHER = ContractId("ANOTHER")


def question(day: date, contract: ContractId = CONTRACT) -> RecordedQuestion:
    return RecordedQuestion(
        vendor=NORTHWIND, as_of=day, facts={}, waivers=(), postures=(), contract=contract, system=SystemId(TOOL)
    )


def record(day: date, *outcomes: str, contract: ContractId = CONTRACT) -> Record:
    return Record(
        where=f"{day}.json",
        program="1",
        rulebook=Digest("sha256:00"),
        version="2026.11",
        questions=tuple(question(day, contract) for _ in outcomes),
        answers=tuple({"outcome": each} for each in outcomes),
    )


def without(day: date) -> Record:
    """Return a record of a day on which only another contract was asked about."""
    return record(day, "permitted", contract=OTHER)


def finding() -> WrittenFinding:
    return WrittenFinding(
        source="", path="a.py", line=1, vendor=NORTHWIND, signature=SignatureId("northwind-sdk"), kind="import",
        identifier="northwind", excerpt="import northwind", rung=Rung.DECLARED, cls=EvidenceClass.PRODUCT,
        surface=Surface.SOURCE_CODE, fingerprint="f",
    )  # fmt: skip


def scan(name: str, *findings: WrittenFinding, complete: bool = True, book: str = "sha256:00") -> ScanResult:
    gaps = () if complete else (WrittenGap(source="", path="b.bin", line=0, why="damaged"),)
    return ScanResult(
        where=name, complete=complete, rulebook=Digest(book), rulebook_version="1", findings=findings, gaps=gaps,
        surfaces={}, vendors={},
    )  # fmt: skip


def account(*records: Record, scans: Difference | None = None) -> EvidencePack:
    return evidence_pack(Sources(estate=estate(), records=records, scans=scans), CONTRACT, NOVEMBER)


def test_each_change_of_an_outcome_is_told_and_the_last_record_before_the_period_is_compared_with() -> None:
    found = account(record(LATE, "prohibited"), record(EARLY, "permitted"), record(BEFORE, "permitted"))

    (use,) = found.uses
    assert [(each.day, each.outcome) for each in use.told] == [
        (BEFORE, Outcome.PERMITTED),
        (EARLY, Outcome.PERMITTED),
        (LATE, Outcome.PROHIBITED),
    ]
    assert use.left is None
    assert "2026-10-31: permitted; 2026-11-26: prohibited" in evidence_markdown(found, rulebook())


def test_of_several_answers_about_one_use_the_gravest_is_told() -> None:
    (use,) = account(record(EARLY, "permitted", "prohibited", "permitted")).uses

    assert use.told[0].outcome is Outcome.PROHIBITED


def test_a_use_that_no_record_asks_about_any_more_is_not_called_gone() -> None:
    (use,) = account(record(EARLY, "prohibited"), without(LATE)).uses

    assert (use.left, use.validated) == (LATE, False)
    assert use.how.startswith("no scans were given")


def test_two_whole_scans_bear_out_that_it_is_gone() -> None:
    scans = compare(scan("a.json", finding()), scan("b.json"))

    (use,) = account(record(EARLY, "prohibited"), without(LATE), scans=scans).uses

    assert use.validated
    assert use.how == "a.json shows it; b.json, which read everything, shows nothing of the vendor"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (scan("a.json"), scan("b.json"), "a.json does not show it either"),
        (scan("a.json", finding()), scan("b.json", finding()), "b.json still shows something of the vendor"),
        (scan("a.json", finding()), scan("b.json", complete=False), "b.json is incomplete"),
        (scan("a.json", finding(), complete=False), scan("b.json"), "a.json is incomplete"),
        (scan("a.json", finding()), scan("b.json", book="sha256:11"), "they were made with different rulebooks"),
    ],
)
def test_scans_that_leave_a_doubt_bear_nothing_out(before: ScanResult, after: ScanResult, why: str) -> None:
    (use,) = account(record(EARLY, "prohibited"), without(LATE), scans=compare(before, after)).uses

    assert not use.validated
    assert why in use.how


@pytest.mark.parametrize(
    ("records", "contract", "period", "what"),
    [
        ((record(BEFORE, "permitted"),), CONTRACT, NOVEMBER, "nothing from 2026-11-01 to 2026-11-30 tells of"),
        ((without(EARLY),), CONTRACT, NOVEMBER, "nothing from 2026-11-01 to 2026-11-30 tells of"),
        ((record(EARLY),), CONTRACT, NOVEMBER, "holds no question, so nothing tells of which day it is"),
        ((record(EARLY, "allowed"),), CONTRACT, NOVEMBER, "holds an outcome that is not known: `allowed`"),
        ((record(EARLY, "permitted"),), ContractId("X"), NOVEMBER, "`X` is not a contract in the estate file"),
        ((record(EARLY, "permitted"),), CONTRACT, Period(start=LATE, end=EARLY), "before it begins on 2026-11-26"),
    ],
)
def test_what_tells_nothing_of_the_period_is_refused(
    records: tuple[Record, ...], contract: ContractId, period: Period, what: str
) -> None:
    with pytest.raises(InputError, match=what.replace("(", r"\(")):
        evidence_pack(Sources(estate=estate(), records=records), contract, period)


def test_a_month_in_which_nothing_was_found_is_told_by_a_scan_and_not_called_clean() -> None:
    found = account(without(EARLY), scans=compare(scan("a.json"), scan("a.json")))

    assert found.uses == ()
    assert (
        found.limits[0]
        == "No record of the period asks about the contract. That is no proof that nothing of it is used."
    )
    assert evidence_markdown(found, rulebook()).count("| a.json |") == 1


def test_an_answer_to_somebody_is_kept_apart_and_takes_no_use_out_of_the_records() -> None:
    asked = AskedBy(by="K. Roe", on=LATE, words="Is it used?")
    kept = replace(
        record(LATE, "permitted"), questions=(replace(question(LATE), vendor=VendorId("gale"), asked=asked),)
    )

    found = account(record(EARLY, "prohibited"), kept)

    assert [each.left for each in found.uses] == [None]
    assert [(each.asked, each.vendor, each.told.outcome) for each in found.kept] == [
        (asked, VendorId("gale"), Outcome.PERMITTED)
    ]
    assert "| 2026-11-26 | K. Roe | Is it used? |" in evidence_markdown(found, rulebook())


def test_answers_are_told_with_who_gave_them_and_those_after_the_period_are_not() -> None:
    answers = tuple(
        FactAnswer(
            fact=FactId("use.started"), place=AnswerPlace(contract=CONTRACT), value=value, by="A. | Rivera", on=day
        )
        for value, day in ((True, LATE), (False, date(2026, 12, 1)))
    )

    found = evidence_pack(
        Sources(estate=replace(estate(), answers=answers), records=(record(EARLY, "permitted"),)), CONTRACT, NOVEMBER
    )

    assert [each.on for each in found.answers] == [LATE]
    assert r"| answer | use.started | yes | A. \| Rivera | 2026-11-26 |" in evidence_markdown(found, rulebook())
    assert b'"by": "A. | Rivera"' in evidence_json(found, rulebook())


def test_the_ledger_is_told_for_the_period_and_the_contract_and_its_absence_as_well() -> None:
    def entry(day: int, contract: ContractId | None) -> Entry:
        at = datetime(2026, 11, day, tzinfo=UTC)
        return Entry(type=EntryType.SCAN, id=EntryId(str(day)), at=at, actor="ada", contract=contract)

    entries = ((0, entry(2, CONTRACT)), (1, entry(3, OTHER)), (2, entry(4, None)))
    sources = Sources(estate=estate(), records=(record(EARLY, "permitted"),), entries=entries)

    found = evidence_pack(sources, CONTRACT, Period(start=date(2026, 11, 1), end=date(2026, 11, 3)))

    assert [index for index, _ in found.entries or ()] == [0]
    assert "No ledger was read" in " ".join(account(record(EARLY, "permitted")).limits)
