"""What stands on the paper, in the order in which it is read: plain texts and tables, made from a verified statement.

Paper says what the statement says, in the words that were signed; it adds none of certification.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from muniment.render.certify.certificate import seen
from muniment.render.certify.certification import about, stamped
from muniment.render.visible import visible
from muniment.render.words import SIGN, WORD, byte_size, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from muniment.domain.ids import Digest, VendorId
    from muniment.domain.statement import (
        CoverageSummary,
        DecisionSummary,
        Disclosure,
        Representation,
        Statement,
        UnreadPath,
    )

Part = dict[str, Any]
_MOST_UNREAD: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the paper shows beside the statement.

    `digest` is of the signed envelope, `keys` are the ids of those that signed it. `ledger` are the lines of the proof
    that a reader compares: origin, entry, size, root. `marking` is such as `CUI`. `burn_down` says a picture in words.
    """

    digest: Digest
    keys: tuple[str, ...]
    ledger: tuple[tuple[str, str], ...] = ()
    marking: str = ""
    burn_down: str = ""
    withheld: tuple[str, ...] = field(default_factory=tuple)


def document(statement: Statement, beside: Beside) -> dict[str, Any]:
    """Return the content of the paper, as values of JSON for the template."""
    at = statement.issued_at
    open_matters = len(statement.disclosures)
    return {
        "footer": list(_footer(beside)),
        "head": list(_head(statement)),
        "id": visible(statement.id),
        "made": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "marking": visible(beside.marking),
        "organisation": visible(statement.scope.organisation),
        "after": _parts(_after(statement, beside)),
        "sections": _parts(_sections(statement, beside)),
        "signatory": visible(f"{statement.signatory.name}, {statement.signatory.title}"),
        "signature": [
            ["Signed by key", listed([f"{key[:32]}…" for key in beside.keys])],
            ["Algorithm", statement.algorithm.value],
            ["Issued", f"{at:%Y-%m-%d %H:%M:%S} UTC"],
        ],
        "status": {
            "says": f"{count(open_matters, 'matter')} disclosed" if open_matters else "no matter is open",
            "sign": "!" if open_matters else "✓",
            "word": "Signed with disclosures" if open_matters else "Signed",
        },
        "title": visible(f"Certificate for {statement.scope.contract}"),
    }


def _footer(beside: Beside) -> Iterator[str]:
    yield f"envelope {beside.digest[:23]}…"
    if beside.ledger:
        yield f"{beside.ledger[0][1]}, entry {beside.ledger[1][1]}"
    yield "check it: muniment verify FILE --key KEY"


def _head(statement: Statement) -> Iterator[tuple[str, str]]:
    scope = statement.scope
    yield "Contract (PIID)", visible(scope.contract)
    for label, value in (
        ("Title", scope.title),
        ("Agency", scope.agency),
        ("Modification", scope.modification),
        ("Tier", scope.tier),
        ("Solicitation of", str(scope.solicited or "")),
        ("Clauses", listed([f"{name} ({version})" if version else name for name, version in scope.clauses])),
        ("Requested by", statement.requested_by),
    ):
        if value:
            yield label, visible(value)
    if statement.earlier:
        yield "Replaces", visible(statement.earlier.id)
    yield "Speaks of", str(statement.as_of)
    yield "Valid until", str(statement.valid_until)
    yield "Systems", listed([visible(_system(each.id, each.title)) for each in scope.systems]) or "none"
    outside = listed([visible(each) for each in scope.outside])
    yield "Not about", f"{outside}, which the organisation also has" if outside else "no other system is recorded"
    for review in statement.reviews:
        said = f"{review.verdict.value} by {review.by}, {review.at:%Y-%m-%d %H:%M} UTC"
        yield "Reviewed", visible(f"{said}: {review.note}" if review.note else said)


def _system(name: str, title: str) -> str:
    return f"{title} ({name})" if title and title != name else name


def _sections(statement: Statement, beside: Beside) -> Iterator[tuple[str, list[Part]]]:
    yield "Representations", [part for each in statement.representations for part in _represented(each)]
    yield (
        "Disclosures",
        [part for each in statement.disclosures for part in _disclosed(each)]
        or [_text("No matter is open, and nothing is disclosed.")],
    )
    yield "Waivers", _waivers(statement)
    yield "Phase-out", [*_phase_out(statement), *_burn_down(beside)]
    names = {each.id: each.name for each in statement.scope.vendors}
    yield (
        "What was decided",
        [part for each in statement.decisions for part in _decided(each, names)]
        or [_text("No use of a vendor that was looked for was found in what was read.")],
    )
    yield "Inquiry", list(_inquiry(statement))
    yield "Subcontractors", _flow_down(statement)


def _after(statement: Statement, beside: Beside) -> Iterator[tuple[str, list[Part]]]:
    """Yield what stands behind the signature."""
    yield "Evidence", list(_evidence(statement, beside))


def _parts(sections: Iterable[tuple[str, list[Part]]]) -> list[dict[str, Any]]:
    return [{"parts": parts, "title": title} for title, parts in sections if parts]


def _represented(said: Representation) -> Iterator[Part]:
    named = f"{said.ref} ({said.version})" if said.ref else f"Wording from {said.source}"
    yield _heading(named)
    yield {"kind": "words", "lines": [visible(line) for line in said.text.splitlines()]}
    rows: list[tuple[str, str]] = []
    if said.answer is not None:
        rows += [("Answer", f"☒ {said.answer.value.replace('-', ' ')}"), ("Words from", said.source)]
    rows += [("Is about" if use.surely else "Perhaps about", f"{use.vendor} in {use.system}") for use in said.covers]
    yield from _labels(rows)


def _disclosed(told: Disclosure) -> Iterator[Part]:
    yield _heading(told.under or told.id)
    yield {"kind": "matter", "runs": [visible(run) for run in _runs(told.matter)]}
    rows = [("Told", told.text), *((f"{each.ref} {each.name}", each.value) for each in told.fields)]
    yield from _labels(rows)


def _runs(text: str) -> list[str]:
    """Return text in runs, every second of which stood between backticks and is set in letters of its own.

    Where a backtick has no other one, the text is one run, as it is.
    """
    found = text.split("`")
    return found if len(found) % 2 else [text]


def _waivers(statement: Statement) -> list[Part]:
    rows = [
        (each.id, each.instrument, each.granted_by, str(each.issued), str(each.until or "no end"), each.document)
        for each in statement.waivers
    ]
    return _table(("Waiver", "Instrument", "Granted by", "From", "Until", "Document"), rows, (2, 2, 2, 2, 2, 3))


def _phase_out(statement: Statement) -> list[Part]:
    rows = [(each.vendor, each.system, str(each.until), each.how) for each in statement.phase_out]
    return _table(("Vendor", "System", "Last day", "How"), rows, (2, 2, 2, 4))


def _burn_down(beside: Beside) -> list[Part]:
    if not beside.burn_down:
        return []
    return [{"alt": beside.burn_down, "caption": "Open items over time", "kind": "picture"}]


def _decided(decision: DecisionSummary, names: Mapping[VendorId, str]) -> Iterator[Part]:
    until = f" until {decision.until}" if decision.until else ""
    word = "permitted" if decision.until else WORD[decision.outcome]
    yield _heading(
        f"{SIGN[decision.outcome]} {names.get(decision.vendor, decision.vendor)} in {decision.system}: {word}{until}"
    )
    rows = [("Seen", seen(decision))]
    rows += [("Because", f"{each.instrument}: {each.says}") for each in decision.grounds]
    rows += [("Open law", f"{each.instrument}: {each.says}") for each in decision.open_law]
    rows += [("Not known", each.question) for each in decision.missing]
    rows += [("Reading", f"{each.instrument}, {each.holder}: {WORD[each.outcome]}") for each in decision.readings]
    rows.append(("Confidence", f"{decision.confidence.value}, looked up through {decision.verified_through}"))
    yield from _labels(rows)


def _inquiry(statement: Statement) -> Iterator[Part]:
    inquiry = statement.inquiry
    yield from _labels([("Method", each) for each in inquiry.methods])
    people = [(each.name, each.role, str(each.on), each.about) for each in inquiry.people]
    yield from _table(("Asked", "Office", "On", "About"), people, (2, 2, 2, 4))
    said = [
        (
            each.fact,
            "nobody knows" if each.value is None else each.value,
            about(each),
            each.by,
            str(each.on),
            each.source,
        )
        for each in statement.said
    ]
    yield from _table(("Fact", "Is", "Of", "Said by", "On", "Source"), said, (3, 2, 3, 2, 2, 2))
    searches = [(each.where, each.words, str(each.on), each.by, each.result) for each in inquiry.searches]
    yield from _table(("Searched", "For", "On", "By", "Result"), searches, (2, 2, 2, 2, 3))
    read = [_account(each) for each in statement.coverage]
    yield from _table(("System", "Source", "Read", "Size", "Could hide a use"), read, (3, 3, 3, 2, 3))
    yield from _labels([("Not seen", each) for each in inquiry.limits])
    yield from _unread(statement.coverage)
    names = listed([each.name for each in statement.scope.vendors])
    yield _text(f"Looked for: {count(len(statement.scope.vendors), 'vendor')}: {names}.")


def _account(summary: CoverageSummary) -> tuple[str, ...]:
    read = f"{summary.read:,} of {summary.entries:,}"
    return summary.system, summary.source, read, byte_size(summary.bytes_read), str(len(summary.unread))


def _unread(coverage: Sequence[CoverageSummary]) -> Iterator[Part]:
    """Yield the first paths that were not read; all of them are in the signed statement, which the paper says."""
    paths: list[tuple[CoverageSummary, UnreadPath]] = [(each, path) for each in coverage for path in each.unread]
    rows = [(f"{each.source}/{path.path}", path.why) for each, path in paths[:_MOST_UNREAD]]
    yield from _table(("Could hide a use", "Why"), rows, (3, 3))
    if len(paths) > _MOST_UNREAD:
        yield _text(f"{len(paths) - _MOST_UNREAD:,} more stand in the signed statement, which is attached.")


def _flow_down(statement: Statement) -> list[Part]:
    rows = [(each.subcontractor, each.clause, each.on_file.value, each.document) for each in statement.flow_down]
    return _table(("Subcontractor", "Clause", "On file", "Document"), rows, (3, 2, 2, 3))


def _evidence(statement: Statement, beside: Beside) -> Iterator[Part]:
    book = statement.rulebook
    yield from _labels([
        ("Envelope", beside.digest),
        *((f"Ledger {name}", value) for name, value in beside.ledger),
        ("Rulebook", f"{stamped(book)}, {book.digest}"),
        ("Program", statement.tool),
        *(("Not attached", name) for name in beside.withheld),
    ])  # fmt: skip
    sources = [(f"source {each.system}/{each.name}", each.content) for each in statement.scope.sources]
    files = [(each.name, each.digest) for each in statement.evidence]
    yield from _table(("What", "Digest"), [*sources, *files], (2, 4))
    cited = [(each.title, each.address) for each in statement.documents]
    yield from _table(("Document cited", "Where"), cited, (3, 3))


def _heading(text: str) -> Part:
    return {"kind": "heading", "text": visible(text)}


def _text(text: str) -> Part:
    return {"kind": "text", "text": visible(text)}


def _labels(rows: Iterable[tuple[str, str]]) -> list[Part]:
    told = [[visible(label), visible(value)] for label, value in rows]
    return [{"kind": "labels", "rows": told}] if told else []


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], columns: Sequence[int]) -> list[Part]:
    """Return a table with columns of those shares; nothing where it has no row."""
    told = [[visible(cell) for cell in row] for row in rows]
    return [{"columns": list(columns), "header": list(header), "kind": "table", "rows": told}] if told else []
