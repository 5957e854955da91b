"""The account of a period for people (Markdown) and programs (JSON): both hold the same."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.plan import total
from muniment.render.citing import vendor_name
from muniment.render.found_json import write_object
from muniment.render.visible import visible
from muniment.render.words import WORD, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from muniment.domain.contract import FactAnswer
    from muniment.domain.entry import Entry
    from muniment.domain.evidence_pack import EvidencePack, KeptAnswer, RecordedUse, Told
    from muniment.domain.lifecycle import Certificate
    from muniment.domain.plan import Kept
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.scan_result import ScanResult

FORMAT: Final = "muniment.evidence/1"
INDEX_FORMAT: Final = "muniment.evidence-index/1"


def evidence_json(pack: EvidencePack, rulebook: Rulebook) -> bytes:
    """Return the account as JSON."""
    return _json(
        {
            "answers": [_answer(each) for each in pack.answers],
            "certificates": [_certificate(each) for each in pack.certificates],
            "checks": [
                {
                    "day": str(each.day),
                    "program": each.program,
                    "questions": each.questions,
                    "record": each.where,
                    "rulebook": {"digest": each.rulebook, "version": each.version},
                }
                for each in pack.checks
            ],
            "contract": pack.contract,
            "format": FORMAT,
            "from": str(pack.period.start),
            "kept": [
                {
                    "answer": each.told.outcome.value,
                    "asked": {"by": each.asked.by, "on": str(each.asked.on), "words": each.asked.words},
                    "day": str(each.told.day),
                    "record": each.where,
                    "vendor": each.vendor,
                }
                for each in pack.kept
            ],
            "ledger": None if pack.entries is None else [_entry(*each) for each in pack.entries],
            "limits": list(pack.limits),
            "plan": [_kept(each) for each in pack.plan],
            "postures": [
                {"by": each.decided_by, "instrument": each.instrument, "on": str(each.on), "reading": each.reading,
                 "why": each.why}
                for each in pack.postures
            ],
            "scans": [_scan(each) for each in pack.scans.both] if pack.scans else [],
            "to": str(pack.period.end),
            "uses": [_use(each, rulebook) for each in pack.uses],
            "waivers": [
                {"document": each.document, "grantedBy": each.granted_by, "id": each.id, "instrument": each.instrument}
                for each in pack.waivers
            ],
        }
    )  # fmt: skip


def index_json(contents: Mapping[str, tuple[str, int]]) -> bytes:
    """Return the list of files with the digest and size of each, by name."""
    files = [{"bytes": size, "digest": digest, "name": name} for name, (digest, size) in sorted(contents.items())]
    return _json({"files": files, "format": INDEX_FORMAT})


def _json(value: dict[str, Any]) -> bytes:
    to = StringIO()
    write_object(value, to)
    return to.getvalue().encode()


def _use(use: RecordedUse, rulebook: Rulebook) -> dict[str, Any]:
    return {
        "how": use.how,
        "left": str(use.left) if use.left else None,
        "name": vendor_name(rulebook, use.vendor),
        "system": use.system,
        "told": [
            {"day": str(each.day), "outcome": each.outcome.value, "until": each.until or None} for each in use.told
        ],
        "validated": use.validated,
        "vendor": use.vendor,
    }


def _certificate(found: Certificate) -> dict[str, Any]:
    stated = found.statement
    return {
        "id": found.id,
        "issuedAt": stated.issued_at.isoformat() if stated else None,
        "reviews": [
            {"at": each.at.isoformat(), "by": each.by, "verdict": each.tells("verdict")} for each in found.reviews
        ],
        "signatory": stated.signatory.name if stated else None,
        "stage": found.stage.value,
        "validUntil": str(found.valid_until) if found.valid_until else None,
        "why": found.why,
    }  # fmt: skip


def _answer(answer: FactAnswer) -> dict[str, Any]:
    return {
        "by": answer.by,
        "fact": answer.fact,
        "on": str(answer.on),
        "source": answer.source or None,
        "system": answer.place.system,
        "value": None if answer.value is None else _value(answer),
        "vendor": answer.place.vendor,
    }


def _value(answer: FactAnswer) -> str:
    match answer.value:
        case bool(yes):
            return "yes" if yes else "no"
        case frozenset() as several:
            return ", ".join(sorted(several))
        case other:
            return str(other)


def _entry(index: int, entry: Entry) -> dict[str, Any]:
    return {
        "actor": entry.actor,
        "at": entry.at.isoformat(),
        "contract": entry.contract,
        "details": dict(entry.details),
        "index": index,
        "type": entry.type.value,
    }


def _kept(kept: Kept) -> dict[str, Any]:
    hours, amounts = total(kept.costs)
    return {
        "amounts": {currency: str(amount) for currency, amount in amounts},
        "hours": str(hours),
        "owner": kept.owner or None,
        "steps": [
            {"done": str(each.done) if each.done else None, "due": str(each.due), "what": each.what}
            for each in kept.milestones
        ],
        "system": kept.key.system,
        "vendor": kept.key.vendor,
    }


def _scan(scan: ScanResult) -> dict[str, Any]:
    return {
        "complete": scan.complete,
        "findings": len(scan.findings),
        "gaps": [{"path": each.path, "source": each.source, "why": each.why} for each in scan.gaps],
        "rulebook": {"digest": scan.rulebook, "version": scan.rulebook_version},
        "scan": scan.where,
    }


def evidence_markdown(pack: EvidencePack, rulebook: Rulebook) -> str:
    """Return the account as Markdown."""
    return "\n".join(_lines(pack, rulebook)) + "\n"


def _lines(pack: EvidencePack, rulebook: Rulebook) -> Iterator[str]:
    yield f"# {_plain(pack.contract)}, {pack.period.start} to {pack.period.end}"
    yield from _section("What this cannot tell", (f"- {_plain(each)}" for each in pack.limits))
    found = [each for each in pack.uses if each.left is None]
    left = [each for each in pack.uses if each.left is not None]
    yield from _section("What was found", _found(found, rulebook))
    yield from _section("What left the records", _left(left, rulebook))
    yield from _section("Checks and rulebooks", _checks(pack))
    yield from _section("Scans", _scans(pack))
    yield from _section("Who decided: certificates and reviews", _certificates(pack.certificates))
    yield from _section("Who decided: answers, postures, waivers", _said(pack))
    yield from _section("Questions that were asked", _kept_answers(pack.kept, rulebook))
    yield from _section("The phase-out plan", _planned(pack.plan, rulebook))
    yield from _section("The ledger", _ledger(pack.entries))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield from list(lines) or ["Nothing is on record."]


def _found(uses: list[RecordedUse], rulebook: Rulebook) -> Iterator[str]:
    if uses:
        yield from _table_head("vendor", "system", "first record", "last record", "outcome over time")
    for each in uses:
        yield _row(*_named(each, rulebook), each.told[0].day, each.told[-1].day, "; ".join(_course(each.told)))


def _left(uses: list[RecordedUse], rulebook: Rulebook) -> Iterator[str]:
    if uses:
        yield from _table_head("vendor", "system", "last record with it", "first without", "gone?", "how that is known")
    for each in uses:
        gone = "yes, by scans" if each.validated else "not shown"
        yield _row(*_named(each, rulebook), each.told[-1].day, each.left, gone, each.how)


def _named(use: RecordedUse, rulebook: Rulebook) -> tuple[str, str]:
    return vendor_name(rulebook, use.vendor), use.system or "no system"


def _course(told: tuple[Told, ...]) -> Iterator[str]:
    """Yield the outcome of the first record, and each change."""
    before = ""
    for each in told:
        now = WORD[each.outcome] + (f" until {each.until}" if each.until else "")
        if now != before:
            yield f"{each.day}: {now}"
        before = now


def _checks(pack: EvidencePack) -> Iterator[str]:
    if pack.checks:
        yield from _table_head("day", "record", "questions", "rulebook", "digest", "program")
    for each in pack.checks:
        before = "" if pack.period.holds(each.day) else " (before the period)"
        yield _row(f"{each.day}{before}", each.where, each.questions, each.version, each.rulebook, each.program)


def _scans(pack: EvidencePack) -> Iterator[str]:
    if pack.scans is None:
        return
    yield from _table_head("scan", "read everything that could hide a use", "findings", "not read", "rulebook")
    for each in pack.scans.both:
        complete = "yes" if each.complete else "no"
        yield _row(each.where, complete, len(each.findings), len(each.gaps), each.rulebook_version)
    if len(pack.scans.both) == 1:
        return
    gone, new = (count(len(each), "finding") for each in (pack.scans.gone, pack.scans.new))
    yield f"\nBetween them {gone} went and {new} came."


def _certificates(certificates: tuple[Certificate, ...]) -> Iterator[str]:
    if certificates:
        yield from _table_head("certificate", "stage", "signed by", "issued", "valid until", "reviews")
    for each in certificates:
        stated = each.statement
        reviews = "; ".join(f"{one.by}: {one.tells('verdict')}, {one.at:%Y-%m-%d}" for one in each.reviews)
        who = f"{stated.signatory.name}, {stated.signatory.title}" if stated else ""
        issued = f"{stated.issued_at:%Y-%m-%d}" if stated else ""
        yield _row(each.id, each.stage.value, who, issued, each.valid_until or "", reviews)
        if stated:
            unread = sum(len(one.unread) for one in stated.coverage)
            read, entries = (sum(getattr(one, name) for one in stated.coverage) for name in ("read", "entries"))
            yield _row("", f"read {read} of {entries} entries; {unread} not read that could hide a use", *[""] * 4)


def _said(pack: EvidencePack) -> Iterator[str]:
    rows: list[tuple[object, ...]] = []
    for answer in pack.answers:
        says = "nobody knows" if answer.value is None else _value(answer)
        rows.append(("answer", answer.fact, says, answer.by, answer.on, answer.source))
    rows += [("posture", each.instrument, each.reading, each.decided_by, each.on, each.why) for each in pack.postures]
    rows += [
        ("waiver", each.instrument, each.id, each.granted_by, each.during.start, each.document) for each in pack.waivers
    ]
    if rows:
        yield from _table_head("kind", "about", "says", "by", "on", "source or reason")
    yield from (_row(*each) for each in rows)


def _kept_answers(kept: tuple[KeptAnswer, ...], rulebook: Rulebook) -> Iterator[str]:
    if kept:
        yield from _table_head("asked on", "by", "question", "vendor", "answer", "record with the facts")
    for each in kept:
        answer = "; ".join(_course((each.told,)))
        name = vendor_name(rulebook, each.vendor)
        yield _row(each.asked.on, each.asked.by, each.asked.words, name, answer, each.where)


def _planned(plan: tuple[Kept, ...], rulebook: Rulebook) -> Iterator[str]:
    if plan:
        yield from _table_head("vendor", "system", "owner", "steps done", "open steps", "hours")
    for each in plan:
        done = sum(step.done is not None for step in each.milestones)
        still = "; ".join(f"{step.due}: {step.what}" for step in each.milestones if step.done is None)
        hours, _ = total(each.costs)
        yield _row(vendor_name(rulebook, each.key.vendor), each.key.system, each.owner, done, still, hours)


def _ledger(entries: tuple[tuple[int, Entry], ...] | None) -> Iterator[str]:
    if entries is None:
        yield "No ledger was read."
        return
    if entries:
        yield from _table_head("entry", "at (UTC)", "type", "actor", "about")
    for index, each in entries:
        about = "; ".join(f"{name} {text}" for name, text in each.details)
        yield _row(index, f"{each.at:%Y-%m-%d %H:%M}", each.type.value, each.actor, about)


def _table_head(*titles: str) -> Iterator[str]:
    yield _row(*titles)
    yield "|" + "---|" * len(titles)


def _row(*cells: object) -> str:
    return "| " + " | ".join(_plain(str(each)) for each in cells) + " |"


def _plain(text: str) -> str:
    """Return a text that is nothing but text in a table of Markdown."""
    shown = visible(text)
    for each in "\\`*_[]<>|":
        shown = shown.replace(each, f"\\{each}")
    return shown
