"""Joins for looking ahead: hypotheticals, the days to come, records that are decided again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from muniment.app.ports import Progress
    from muniment.app.whatif import Hypothesis, Turn
    from muniment.decide.engine import Question
    from muniment.domain.condition import Facts
    from muniment.domain.contract import Posture
    from muniment.domain.decision import Decision
    from muniment.domain.ids import ContractId, SystemId, VendorId
    from muniment.domain.record import AskedBy, Record, RecordedQuestion
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook
    from muniment.render.coming import Coming
    from muniment.render.replay import Replay
    from muniment.render.rules.diff import RulesDiff
    from muniment.render.whatif.as_text import WhatIf


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Whether the sources of an estate are read, or only the uses count that it records, and who hears of progress."""

    scans: bool
    progress: Progress | None = None


def whatif_estate(estate_file: Path, book: Rulebook, supposed: Hypothesis, as_of: date, look: Look) -> WhatIf:
    """Return what changes in an estate.

    Raises: InputError, with every problem of estate and sources.
    """
    from muniment.app.whatif import Law, asked_in, refuse_unknown_places, views
    from muniment.render.whatif.as_text import WhatIf

    report = estate_report(estate_file, book, as_of, look)
    described = report.estate
    if described is not None:
        refuse_unknown_places(supposed, described)
    asked = asked_in(report, supposed)
    postures = described.postures if described else ()
    found = views(Law(book, supposed), asked, supposed, as_of, postures)
    return WhatIf(
        rulebook=book,
        hypothesis=supposed,
        views=found,
        unread=tuple(_unread(report, look)),
        complete=report.complete,
        age=report.age,
    )


def whatif_vendor(
    book: Rulebook, vendor: VendorId, supposed: Hypothesis, as_of: date, given: Facts, through: Sequence[VendorId]
) -> WhatIf:
    """Return what changes in the answer about one vendor, on facts that are given; `through` whom it is reached."""
    from dataclasses import replace

    from muniment.app.whatif import Law, hinges, supposing, views
    from muniment.decide.engine import Question
    from muniment.decide.hinges import unasked
    from muniment.render.whatif.as_text import OneVendor, WhatIf

    law = Law(book, supposed)
    question = Question(vendor=vendor, facts=given, as_of=as_of, age_limit=wiring.age_limit(book))
    seen = views(law, (supposing(question, supposed),), supposed, as_of)
    one = OneVendor(
        vendor=vendor,
        hinges=hinges(law, question, supposed, seen, book),
        unasked=unasked(question, book),
        through=tuple(law.recorded.decide(replace(question, vendor=way)) for way in through),
    )
    age = wiring.age_limit(book).for_look_up(book.looked_up)
    return WhatIf(rulebook=book, hypothesis=supposed, views=seen, one=one, age=age)


def coming(book: Rulebook, as_of: date, until: date | None, estate_file: Path | None, look: Look) -> Coming:
    """Return the days from `as_of` on, up to `until`; with an estate, what each changes there.

    Raises: InputError, with every problem of estate and sources.
    """
    from muniment.app.coming import coming_days, seen_from
    from muniment.decide.coming import coming_dates
    from muniment.render.coming import Coming

    report = estate_report(estate_file, book, as_of, look) if estate_file else None
    waivers = report.estate.waivers if report and report.estate else ()
    dates = [one for one in coming_dates(book, as_of, waivers) if until is None or one.day <= until]
    days = coming_days(dates)
    if report is None:
        age = wiring.age_limit(book).for_look_up(book.looked_up)
        return Coming(rulebook=book, as_of=as_of, until=until, days=days, age=age)
    seen = seen_from(report, days, wiring.engine(book))
    unread = tuple(_unread(report, look))
    return Coming(
        rulebook=book, as_of=as_of, until=until, days=seen, unread=unread, complete=report.complete, age=report.age
    )


def rules_diff(before: Path, after: Path, estate_file: Path | None, as_of: date, look: Look) -> RulesDiff:
    """Return what differs between two rulebooks, and the decisions that change in an estate.

    The law of each is compared, so the age of neither counts.
    Raises: InputError, with the problems of a rulebook or of the estate.
    """
    from muniment.app.whatif import View
    from muniment.render.rules.diff import RulesDiff, entries

    (was, was_at), (is_, is_at) = _placed(before), _placed(after)
    found = tuple(entries(was, is_, {**was_at, **is_at}))
    if estate_file is None:
        return RulesDiff(before=was, after=is_, entries=found)
    report = estate_report(estate_file, is_, as_of, look, age_counts=False)
    view = View(before=as_of, after=as_of, turns=tuple(_under_both(was, report)))
    new = tuple(one for one in report.decisions if one.decision.vendor not in was.vendors)
    return RulesDiff(
        before=was,
        after=is_,
        entries=found,
        view=view,
        new=new,
        unread=tuple(_unread(report, look)),
        complete=report.complete,
    )


def _placed(folder: Path) -> tuple[Rulebook, dict[tuple[str, str], str]]:
    """Return a rulebook, and where each of its entries is described."""
    from muniment.rulebook.files import read_rules
    from muniment.rulebook.load import load_with_places

    placed = load_with_places(read_rules(folder))
    where = {("source", id_): str(place) for id_, place in placed.sources.items()}
    where |= {("signature", id_): str(place) for id_, place in placed.signatures.items()}
    where |= {("hypothetical", id_): str(place) for id_, place in placed.hypotheticals.items()}
    for kind in ("restriction", "agreement"):
        where |= {(kind, id_): str(place) for id_, place in placed.instruments.items()}
    return placed.rulebook, where


def _under_both(was: Rulebook, report: Report) -> Iterator[Turn]:
    """Yield each decision of `report` beside that of the earlier rulebook, where it knew the vendor at all."""
    from dataclasses import replace

    from muniment.app.whatif import Hypothesis, Turn, asked_in
    from muniment.decide.posture import with_postures

    engine = wiring.engine(was)
    postures = report.estate.postures if report.estate else ()
    asked = asked_in(report, Hypothesis())
    for one, decided in zip(asked, report.decisions, strict=True):
        if one.question.vendor in was.vendors:
            known = {fact: value for fact, value in one.question.facts.items() if fact in was.facts}
            before = with_postures(engine.decide(replace(one.question, facts=known)), postures)
            yield Turn(asked=one, before=before, after=decided.decision)


def record_of(report: Report) -> bytes:
    """Return a record of every decision of a check, from which each can be decided again."""
    from muniment import __version__
    from muniment.app.whatif import Hypothesis, asked_in
    from muniment.render.record import record_bytes

    postures = report.estate.postures if report.estate else ()
    answered = [
        (_recorded(one.question, postures, contract=one.contract, system=one.system), decided.decision)
        for one, decided in zip(asked_in(report, Hypothesis()), report.decisions, strict=True)
    ]
    return record_bytes(report.rulebook, __version__, answered)


def record_of_one(
    book: Rulebook,
    question: Question,
    postures: tuple[Posture, ...],
    place: tuple[str, str],
    decision: Decision,
    asked: AskedBy | None = None,
) -> bytes:
    """Return a record of one decision; `place` is a contract and a system, empty for any."""
    from dataclasses import replace

    from muniment import __version__
    from muniment.domain.ids import ContractId, SystemId
    from muniment.render.record import record_bytes

    recorded = _recorded(
        question,
        postures,
        contract=ContractId(place[0]) if place[0] else None,
        system=SystemId(place[1]) if place[1] else None,
    )
    return record_bytes(book, __version__, [(replace(recorded, asked=asked), decision)])


def _recorded(
    question: Question,
    postures: tuple[Posture, ...],
    *,
    contract: ContractId | None,
    system: SystemId | None,
) -> RecordedQuestion:
    from muniment.domain.record import RecordedQuestion

    return RecordedQuestion(
        vendor=question.vendor,
        as_of=question.as_of,
        facts=question.facts,
        waivers=question.waivers,
        postures=postures,
        contract=contract,
        system=system,
        age_limit=question.age_limit,
    )


def replay(path: Path, book: Rulebook) -> Replay:
    """Decide every question of the record at `path` again.

    Raises: InputError for a file that is no record, and where `book` is not the rulebook of that day.
    """
    from muniment.decide.engine import Question
    from muniment.decide.posture import with_postures
    from muniment.readers.record import read_record
    from muniment.render.decision_json import decision_value
    from muniment.render.replay import Replay

    record = read_record(_bytes(path), str(path))
    if record.rulebook != book.digest:
        what = f"was decided under rulebook {record.version}, {record.rulebook}; this one is {book.digest}"
        help_ = "give the rulebook of that day with --rulebook FOLDER, and its overlays with --overlay"
        raise InputError(Problem(where=str(path), what=what, help=help_))
    _refuse_unfit(record, book)
    engine = wiring.engine(book)
    again = []
    for one in record.questions:
        question = Question(
            vendor=one.vendor, facts=one.facts, as_of=one.as_of, waivers=one.waivers, age_limit=one.age_limit
        )
        again.append(decision_value(with_postures(engine.decide(question), one.postures)))
    return Replay(record=record, again=tuple(again))


def _refuse_unfit(record: Record, book: Rulebook) -> None:
    """Refuse facts that the rulebook does not know, or that have values of another type: then no question was asked."""
    facts = {(fact, value) for question in record.questions for fact, value in question.facts.items()}
    problems = [
        Problem(where=record.where, what=f"`{fact}` cannot be `{value}`", help="the record was changed by hand")
        for fact, value in sorted(facts, key=str)
        if fact not in book.facts or not book.facts[fact].takes(value)
    ]
    if problems:
        raise InputError(*problems)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(Problem(where=str(path), what=f"cannot be read ({reason})")) from error


def _unread(report: Report, look: Look) -> Iterator[str]:
    """Yield what could hide a use and was not looked at."""
    if not look.scans:
        yield "the sources of the estate: only the uses that the estate file records count"
    for scan in report.scans:
        gaps = [gap for gap in scan.inventory.coverage.gaps if gap.limits]
        if gaps:
            yield f"{len(gaps)} files or folders in {scan.inventory.root}; `muniment check` names them"
    yield from (f"{scan.inventory.root}: no file was read there" for scan in report.hollow)
    yield from (f"system {system}: no source of it was read, and no use is recorded" for system in report.unscanned)


def estate_report(
    estate_file: Path,
    book: Rulebook,
    as_of: date,
    look: Look,
    paths: Sequence[Path] = (),
    *,
    age_counts: bool = True,
) -> Report:
    """Return the decisions about an estate on `as_of`; where there are `paths`, they are read in place of its sources.

    Where age counts, they are asked for today.
    Raises: InputError, with every problem of estate and sources.
    """
    from muniment.app.check import check

    described = wiring.estate(estate_file, book)
    scans = wiring.scans_of(described, str(estate_file), book, look.progress, paths) if look.scans else ()
    limit = wiring.age_limit(book, described) if age_counts else None
    return check(scans, described, book, wiring.engine(book), as_of, age_limit=limit)
