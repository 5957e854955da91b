"""What people represent under clauses and letters, held against what was found and decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.app.certify.blockers import BlockerKind, blocker, scoped_systems
from muniment.app.questions import facts_of
from muniment.decide.clocks import months_after
from muniment.decide.logic import truth_of
from muniment.domain.decision import Outcome
from muniment.domain.statement import CoveredUse, Representation
from muniment.errors import Problem
from muniment.prove.canonical import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from muniment.app.certify.blockers import Blocker
    from muniment.domain.certification import Letter, Represented
    from muniment.domain.contract import Contract, Estate
    from muniment.domain.ids import Digest, InstrumentId, SystemId, VendorId
    from muniment.domain.report import Report, UseDecision
    from muniment.domain.template import Covers, DisclosureParagraph, RepresentationAsked, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What representations are held against: the check, the contract in it, and the files that people named."""

    report: Report
    estate: Estate
    contract: Contract
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer and the uses that it is about, each with whether it surely is."""

    template: Template
    asked: RepresentationAsked
    said: Represented
    uses: tuple[tuple[VendorId, SystemId, bool], ...]

    @property
    def ref(self) -> str:
        """Return the clause with its paragraph."""
        return f"{self.template.clause}{self.said.at}"

    @property
    def paragraphs(self) -> tuple[DisclosureParagraph, ...]:
        """Return the paragraphs under which the clause wants such uses disclosed."""
        return tuple(each for each in self.template.disclosures if each.under == self.said.at)

    def denied(self, *, surely: bool) -> bool:
        """Say whether the answer denies a use that it is about, so that no disclosure can stand beside it."""
        return surely and self.said.answer.denies and not self.said.answer.excepts_disclosed

    def disclosure_id(self, vendor: VendorId, system: SystemId) -> str:
        """Return the id under which a use is disclosed for this answer."""
        return blocker(BlockerKind.COVERED, "", self.ref, vendor, system).id


def answered(on: Ground, said: Sequence[Represented]) -> tuple[tuple[Answered, ...], list[Problem]]:
    """Return the answers whose template and paragraph are known, and what is wrong with the others."""
    found, problems = [], []
    for each in said:
        template = on.report.rulebook.templates.get(each.template)
        asked = None if template is None else template.representation(each.at)
        if template is None or asked is None:
            problems.append(_unknown(on, each, template))
            continue
        uses = tuple(_covered(on, asked.covers))
        found.append(Answered(template=template, asked=asked, said=each, uses=uses))
    return tuple(found), problems


def everywhere(found: Sequence[Answered]) -> bool:
    """Say whether an answer is about every system of the organisation."""
    return any(each.asked.covers.anywhere for each in found)


def open_uses(found: Sequence[Answered]) -> Iterator[Blocker]:
    """Yield each use that an answer is about: one that it denies cannot be disclosed, any other one must be."""
    for each in found:
        for vendor, system, surely in each.uses:
            what = f"`{vendor}` in `{system}` is" + ("" if surely else " perhaps") + f" what {each.ref} asks about"
            if each.denied(surely=surely):
                sentence = f"{what}, and the answer is `{each.said.answer.value}`"
                yield blocker(BlockerKind.DENIED, sentence, each.ref, vendor, system)
            else:
                yield blocker(BlockerKind.COVERED, what, each.ref, vendor, system)


def representations(found: Sequence[Answered], letters: Sequence[Letter], on: Ground) -> tuple[Representation, ...]:
    """Return what is represented, clauses first. Not checked: what `faults` finds."""
    return (*(_of_clause(each, on) for each in found), *(_of_letter(each, on) for each in letters))


def faults(found: Sequence[Answered], on: Ground, issued: date, valid_until: date) -> Iterator[Problem]:
    """Yield what is wrong with each answer by itself: its value, its words, how long it would hold."""
    refs = [each.ref for each in found]
    for place, each in enumerate(found):
        if each.ref in refs[:place]:
            yield _problem(each, "is answered twice", "keep one answer")
        yield from _of_family(each, on)
        yield from _of_answer(each, on)
        yield from _of_words(each, on)
        lasts = each.template.lasts
        if lasts is not None and months_after(issued, lasts.months) < valid_until:
            last = months_after(issued, lasts.months)
            what = f"holds for {lasts.months} months, up to {last}, and the certificate would hold until {valid_until}"
            yield _problem(each, what, f"give {last} or an earlier day as the end of validity")


def _of_family(each: Answered, on: Ground) -> Iterator[Problem]:
    """Yield a problem where the contract has clauses of the other family alone: then this one is not asked."""
    clauses = {clause.id for clause in on.contract.clauses}
    there = [other for other in on.report.rulebook.templates.values() if other.clause in clauses]
    if there and all(other.family is not each.template.family for other in there):
        what = f"is not asked where the contract has {there[0].clause}, which takes the place of such clauses"
        yield _problem(each, what, f"answer one of the family `{there[0].family.value}`, or mend `clauses`")


def _of_answer(each: Answered, on: Ground) -> Iterator[Problem]:
    if each.said.answer not in each.asked.answers:
        choice = ", ".join(f"`{answer.value}`" for answer in each.asked.answers)
        yield _problem(each, f"cannot be answered `{each.said.answer.value}`", f"answer {choice}")
    elif not each.said.answer.denies and not any(surely for *_, surely in each.uses):
        help_ = "record it in the estate file with `[[systems.uses]]`, so that it is disclosed"
        yield _problem(each, f"is answered `{each.said.answer.value}`, and no such use is found or recorded", help_)
    if truth_of(each.asked.skipped, {**on.estate.facts, **on.contract.facts}) is True:
        what = f"is not completed, by {each.asked.skipped_at} of the provision: the annual representation covers it"
        yield _problem(each, what, "leave the answer out")


def _of_words(each: Answered, on: Ground) -> Iterator[Problem]:
    held, other = each.asked.wording, _other_version(each, on)
    if not each.said.copy:
        if held is None:
            what = f"has no words here: the official text of {each.template.clause} was not at hand"
            yield _problem(each, what, "give a file with the words of the paragraph as `copy`")
        elif other:
            what = f"has the words of {each.template.version}, and the contract has {other}"
            yield _problem(each, what, "give a file with the words of that version as `copy`")
    elif not _copied(each, on).strip():
        yield _problem(each, f"has no words in `{each.said.copy}`", "save the paragraph as UTF-8 text")
    elif held is not None and not other and _folded(_copied(each, on)) != _folded(held.text):
        what = f"has other words in `{each.said.copy}` than {each.template.version} has in the rulebook"
        yield _problem(each, what, "compare them; write the version of your copy beside the clause in the estate file")


def _of_clause(each: Answered, on: Ground) -> Representation:
    held = each.asked.wording
    words = _copied(each, on) if each.said.copy or held is None else held.text
    source = on.report.rulebook.sources.get(each.asked.cited.source)
    covers = tuple(
        CoveredUse(
            vendor=vendor,
            system=system,
            surely=surely,
            disclosure="" if each.denied(surely=surely) else each.disclosure_id(vendor, system),
        )
        for vendor, system, surely in each.uses
    )
    return Representation(
        ref=each.ref,
        version=_other_version(each, on) or each.template.version,
        answer=each.said.answer,
        text=words,
        digest=digest(words.encode()),
        source=each.said.copy or (source.title if source else each.template.title),
        document=_digest_of(each.said.copy, on),
        covers=covers,
    )


def _of_letter(each: Letter, on: Ground) -> Representation:
    words = _text(on.files.get(each.words, b""))
    return Representation(
        ref="",
        version="",
        answer=None,
        text=words,
        digest=digest(words.encode()),
        source=each.source,
        document=_digest_of(each.letter, on),
        covers=(),
    )


def _covered(on: Ground, covers: Covers) -> Iterator[tuple[VendorId, SystemId, bool]]:
    """Yield each use that is surely or perhaps meant, once for each vendor and system."""
    book, contract = on.report.rulebook, on.contract.id
    reaching = {each.id: each for each in book.restrictions.values() if each.regime in covers.regimes}
    vendors = {vendor for each in reaching.values() for vendor in each.vendors}
    inside = scoped_systems(on.report, contract, everywhere=covers.anywhere)
    found: dict[tuple[VendorId, SystemId], bool] = {}
    for each in on.report.decisions:
        system = each.use.system
        if each.contract != contract or system is None or system not in inside or each.use.vendor not in vendors:
            continue
        truth = _barred(each, frozenset(reaching)) if covers.when is None else _holds(each, covers, on)
        if truth is not False:
            key = each.use.vendor, system
            found[key] = found.get(key, False) or truth is True
    yield from ((vendor, system, surely) for (vendor, system), surely in found.items())


def _barred(decided: UseDecision, reaching: Collection[InstrumentId]) -> bool | None:
    """Say whether the decision rests on one of the instruments to bar the use; nothing where that is open."""
    reasons = [each for each in decided.decision.reasons if each.instrument in reaching]
    if any(each.best is not Outcome.PERMITTED for each in reasons):
        return True
    open_law = any(each.instrument in reaching for each in decided.decision.open_law)
    return None if open_law or any(each.worst is not Outcome.PERMITTED for each in reasons) else False


def _holds(decided: UseDecision, covers: Covers, on: Ground) -> bool | None:
    system = next((each for each in on.estate.systems if each.id == decided.use.system), None)
    facts = facts_of(on.estate, on.contract, system, decided.use)
    truth = True if covers.when is None else truth_of(covers.when, facts)
    return truth if isinstance(truth, bool) else None


def _other_version(each: Answered, on: Ground) -> str:
    """Return the version of the clause in the contract where it is known and another one than the template's."""
    stated = next((clause.version for clause in on.contract.clauses if clause.id == each.template.clause), "")
    return stated if _folded(stated) != _folded(each.template.version) else ""


def _unknown(on: Ground, said: Represented, template: Template | None) -> Problem:
    if template is None:
        known = ", ".join(f"`{each}`" for each in on.report.rulebook.templates) or "none"
        return Problem(where=f"template `{said.template}`", what="is not in the rulebook", help=f"known: {known}")
    known = ", ".join(f"`{each.at}`" for each in template.asked)
    help_ = f"answer {known}" if known else "this clause asks for no representation"
    where = f"representation `{template.clause}{said.at}`"
    return Problem(where=where, what="is no paragraph of the template in which something is represented", help=help_)


def _problem(each: Answered, what: str, help_: str) -> Problem:
    return Problem(where=f"representation `{each.ref}`", what=what, help=help_)


def _copied(each: Answered, on: Ground) -> str:
    return _text(on.files.get(each.said.copy, b""))


def _text(content: bytes) -> str:
    """Return the words in a file, without the line breaks around them; nothing where they are not UTF-8."""
    try:
        return content.decode().strip("\r\n").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ""


def _digest_of(name: str, on: Ground) -> Digest | None:
    return digest(on.files[name]) if name in on.files else None


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
