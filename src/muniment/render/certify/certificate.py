"""A statement before it is signed, what stands in its way, and the result of verifying one."""

from __future__ import annotations

import json
from base64 import b64decode
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from muniment.render.certify.certification import brought, disclosed, represented, stamped
from muniment.render.certify.trust import trust_value
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import RUNG, SIGN, STYLE, WORD, byte_size, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.app.certify import Blocker
    from muniment.domain.statement import CoverageSummary, DecisionSummary, Statement
    from muniment.errors import Problem
    from muniment.prove.trust import Trusted
    from muniment.prove.verify import Verified

_WIDE = 14
_LONGEST_MATTER = 320


def print_statement(statement: Statement, to: Console, *, to_be_signed: bool) -> None:
    """Print everything that a draft says, in the order in which a reader needs it."""
    show(_statement(statement, signed=False), to)
    if not to_be_signed:
        to.print()
        to.print(
            Text.assemble(("Next: ", "heading"), "read it, then sign it with --key FILE --out FILE"), soft_wrap=True
        )


def print_blockers(contract: str, found: Sequence[Blocker], problems: Sequence[Problem], to: Console) -> None:
    """Print what keeps a certificate for `contract` from being made. `problems` are those that remain."""
    show(_blockers(contract, found, problems), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), _settle(problems)), soft_wrap=True)


def print_verified(verified: Verified, as_of: date, to: Console) -> None:
    """Print which checks passed, and then the statement itself with what it does not cover."""
    show(_verified(verified, as_of), to)


def certificate_page(statement: Statement) -> Iterator[RenderableType]:
    """Return everything that a certificate says, in the order in which a reader needs it."""
    return _statement(statement, signed=True)


def write_verified(
    verified: Verified, envelope: bytes, as_of: date, to: TextIO, trusted: Trusted | None = None
) -> None:
    """Write the checks that passed, the statement as it was signed, and who signed it by a policy."""
    value: dict[str, Any] = {
        "as_of": str(as_of),
        "checks": list(verified.checks),
        "format": "muniment.verified/1",
        "signed_by": list(verified.signed_by),
        "statement": json.loads(b64decode(json.loads(envelope)["payload"])),
        "unverified": verified.unverified,
        **({"trust": trust_value(trusted)} if trusted else {}),
    }
    json.dump(value, to, indent=2, sort_keys=True)
    to.write("\n")


def _verified(verified: Verified, as_of: date) -> Iterator[RenderableType]:
    keys = listed([key[:16] for key in verified.signed_by])
    yield Text(f"✓ verified as of {as_of}: signed with key {keys}", style="permitted")
    numbered = enumerate(verified.checks, start=1)
    yield labelled([(f"{number:>4}.", Text(check, style="quiet")) for number, check in numbered], width=5)
    if verified.unverified:
        yield Text(
            f"  ! {count(verified.unverified, 'other signature')} in the file could not be checked", style="needs"
        )
    yield Text("  Not checked: that the statement is true or complete, and that the key is the signatory's.")
    yield ""
    yield from _statement(verified.statement, signed=True)


def _statement(statement: Statement, *, signed: bool) -> Iterator[RenderableType]:
    scope = statement.scope
    yield heading(f"Certificate for {visible(scope.contract)}" if signed else f"Draft for {visible(scope.contract)}")
    yield labelled(_head(statement), width=_WIDE)
    for representation in statement.representations:
        yield ""
        yield from represented(representation)
    yield ""
    yield heading("Decided")
    yield from _decisions(statement)
    yield ""
    yield heading("Disclosed")
    for disclosure in statement.disclosures:
        yield from disclosed(disclosure)
    if not statement.disclosures:
        yield indented(Text("nothing: no matter is open"))
    yield from brought(statement)
    yield ""
    yield heading("Looked at")
    yield from _coverage(statement)


def _head(statement: Statement) -> list[tuple[str, Text | str]]:
    scope, book = statement.scope, statement.rulebook
    modified = f"modification {scope.modification}" if scope.modification else ""
    about = ", ".join(part for part in (scope.title, scope.agency, modified) if part)
    outside = listed([visible(system) for system in scope.outside])
    return [
        ("certificate", visible(statement.id)),
        *([("replaces", visible(statement.earlier.id))] if statement.earlier else []),
        ("organisation", visible(scope.organisation)),
        ("contract", visible(f"{scope.contract} ({about})" if about else scope.contract)),
        *([("tier", scope.tier)] if scope.tier else []),
        *([("solicited", str(scope.solicited))] if scope.solicited else []),
        *([("asked for by", visible(statement.requested_by))] if statement.requested_by else []),
        *(
            (
                "reviewed",
                visible(f"{each.verdict.value} by {each.by}, {each.at:%Y-%m-%d %H:%M} UTC {each.note}".strip()),
            )
            for each in statement.reviews
        ),
        ("signatory", visible(f"{statement.signatory.name}, {statement.signatory.title}")),
        ("speaks of", str(statement.as_of)),
        ("issued", f"{statement.issued_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("valid until", str(statement.valid_until)),
        ("systems", listed([visible(system.id) for system in scope.systems]) or "none"),
        ("not about", f"{outside}, which the estate also holds" if outside else "no other system in the estate"),
        ("looked for", _vendors(statement)),
        (
            "rulebook",
            f"{stamped(book)}, {book.digest[:19]}",
        ),
        ("signed by", statement.algorithm.value),
    ]


def _vendors(statement: Statement) -> str:
    return f"{count(len(statement.scope.vendors), 'vendor')}: {listed([v.name for v in statement.scope.vendors])}"


def seen(decision: DecisionSummary) -> str:
    """Return how firmly, and in how many places, a use was seen."""
    if not decision.findings:
        return "recorded by a person"
    return f"{RUNG[decision.rung]}, {count(decision.findings, 'place')}"


def _decisions(statement: Statement) -> Iterator[RenderableType]:
    for decision in statement.decisions:
        until = f" {decision.until}" if decision.until else ""
        head = f"{SIGN[decision.outcome]} {WORD[decision.outcome]}{until}"
        yield indented(
            Text.assemble(
                (head, STYLE[decision.outcome]),
                f"  {decision.vendor} in {visible(decision.system)}, {seen(decision)}",
            )
        )
        rows = list(_grounds(decision))
        if rows:
            yield indented(labelled(rows), 4)
    if not statement.decisions:
        yield indented(Text("no use of a vendor that was looked for was found in what was read"))


def _grounds(decision: DecisionSummary) -> Iterator[tuple[str, str]]:
    yield from (("because", f"{ground.instrument}: {ground.says}") for ground in decision.grounds)
    yield from (("open law", f"{ground.instrument}: {ground.says}") for ground in decision.open_law)
    yield from (("missing", f"{missing.fact}: {missing.question}") for missing in decision.missing)
    for reading in decision.readings:
        yield "reading", f"{reading.instrument}, {reading.holder}: {WORD[reading.outcome]}"
    if decision.disclosure:
        yield "told", visible(decision.disclosure)


def _coverage(statement: Statement) -> Iterator[RenderableType]:
    rows = [(visible(summary.system), _account(summary)) for summary in statement.coverage]
    yield indented(labelled(rows, width=_WIDE))


def _account(summary: CoverageSummary) -> str:
    read = f"{summary.read:,} of {count(summary.entries, 'entry', 'entries')} read, {byte_size(summary.bytes_read)}"
    unread = f"{count(len(summary.unread), 'path')} that could hide a use"
    return f"{visible(summary.source)}: {read}, {unread}"


def _blockers(contract: str, found: Sequence[Blocker], problems: Sequence[Problem]) -> Iterator[RenderableType]:
    told = len(found) - sum(any(problem.where == blocker.id for problem in problems) for blocker in found)
    yield Text(f"✗ no certificate for {visible(contract)} yet", style="prohibited")
    settled = f"; {told} of {len(found)} open matters are disclosed" if told else ""
    yield Text(f"{count(len(problems), 'thing')} to settle or disclose{settled}.", style="quiet")
    for problem in problems:
        yield ""
        is_blocker = any(problem.where == blocker.id for blocker in found)
        sentence = problem.what if is_blocker else f"{problem.where}: {problem.what}"
        yield indented(Text(visible(shorten(sentence, _LONGEST_MATTER, placeholder=" …"))))
        rows = [("id", visible(problem.where))] if is_blocker else []
        rows += [("help", visible(problem.help))] if problem.help else []
        yield indented(labelled(rows, width=5), 4)


def _settle(problems: Sequence[Problem]) -> str:
    first = problems[0]
    return visible(f"{first.help or first.what} ({first.where})")
