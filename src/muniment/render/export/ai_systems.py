"""The AI models and services that were found, one row for each in each system: for those who ask which are used."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.text import Text

from muniment.app.passing import hidden
from muniment.domain.decision import Outcome
from muniment.domain.technology import IdentifierKind, Offering, Role
from muniment.render.citing import vendor_name
from muniment.render.found_json import rulebook_value, write_object
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.scan.as_csv import cell
from muniment.render.uses import judged, system_title
from muniment.render.visible import visible
from muniment.render.words import SIGN, WORD, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from rich.console import Console, RenderableType

    from muniment.domain.ids import ContractId, VendorId
    from muniment.domain.report import Report, Use, UseDecision
    from muniment.render.uses import Judged

FORMAT: Final = "muniment.ai-systems/1"
_WORDS: Final = {each.value: f"{SIGN[each]} {WORD[each]}" for each in Outcome} | {"not-decided": "? not decided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AiSystem:
    """One row. Several models of one maker in one system are one; what the evidence does not show is empty."""

    system: str
    vendor: str
    seat: str
    models: tuple[str, ...]
    operators: tuple[str, ...]
    routes: tuple[str, ...]
    evidence: str
    evidence_class: str
    places: int
    contract: str
    outcome: str
    until: str


def ai_systems(report: Report, contract: str = "") -> list[AiSystem]:
    """Return the rows, the gravest outcome first; of those that serve `contract` alone where one is given."""
    found: list[AiSystem] = []
    for item in judged(report):
        vendor = report.rulebook.vendors.get(item.use.vendor)
        if vendor is not None and vendor.may_offer(Offering.AI_MODELS):
            found += [row for row in _rows(report, item) if not contract or row.contract == contract]
    return found


def _rows(report: Report, item: Judged) -> Iterator[AiSystem]:
    decisions: tuple[UseDecision | None, ...] = item.decisions or (None,)
    use = item.use
    vendor = report.rulebook.vendors[use.vendor]
    for decided in decisions:
        yield AiSystem(
            system=system_title(report, use),
            vendor=vendor.name,
            seat=vendor.home,
            models=_models(report, use),
            operators=tuple(sorted(_parties(report, use, Role.OPERATOR))),
            routes=tuple(sorted(_parties(report, use, Role.ROUTE))),
            evidence=use.rung.name.lower(),
            evidence_class=use.cls.value,
            places=use.places,
            contract=str(decided.contract or "") if decided else "",
            outcome=decided.decision.outcome.value if decided else "not-decided",
            until=str(decided.decision.until or "") if decided else "",
        )


def _models(report: Report, use: Use) -> tuple[str, ...]:
    """Return the models that the evidence names; a secret for a service is evidence of it, and names none."""
    others = {each.id for each in report.rulebook.signatures if not each.names_models}
    named = {
        each.observation.identifier.value
        for each in use.findings
        if each.observation.identifier.kind is IdentifierKind.MODEL and each.signature not in others
    }
    return tuple(sorted(visible(name) for name in named))


def _parties(report: Report, use: Use, role: Role) -> Iterator[str]:
    own: Iterable[tuple[Role, VendorId]] = ((each, use.vendor) for each in use.roles)
    yield from {vendor_name(report.rulebook, vendor) for part, vendor in (*own, *use.others) if part is role}


def write_ai_systems(report: Report, rows: list[AiSystem], to: TextIO, contract: ContractId | None = None) -> None:
    """Write the rows as JSON."""
    write_object(
        {
            "asOf": str(report.as_of),
            "complete": not hidden(report, contract) and not report.stale,
            "format": FORMAT,
            "rulebook": rulebook_value(report.rulebook),
            "systems": (asdict(row) for row in rows),
        },
        to,
    )


def write_ai_systems_csv(rows: list[AiSystem], to: TextIO) -> None:
    """Write a header and the rows as CSV (RFC 4180). No cell is a formula to a spreadsheet."""
    out = csv.writer(to, lineterminator="\r\n")
    out.writerow(AiSystem.__dataclass_fields__)
    for row in rows:
        values = asdict(row).values()
        out.writerow([cell("; ".join(value) if isinstance(value, tuple) else str(value)) for value in values])


def print_ai_systems(report: Report, rows: list[AiSystem], to: Console, contract: ContractId | None = None) -> None:
    """Print the rows as a table, and what was not looked at."""
    show(_blocks(report, rows, hidden(report, contract)), to)


def _blocks(report: Report, rows: list[AiSystem], unread: int) -> Iterator[RenderableType]:
    yield Text(f"AI models and services in use, as of {report.as_of}", style="heading")
    yield ""
    for alike, group in groupby(rows, key=_without_contract):
        yield heading(f"{alike.vendor} in {alike.system}" if alike.system else alike.vendor)
        yield indented(labelled([*_about(alike), *(_outcome(row) for row in group)], width=10))
    if not rows:
        yield indented(Text("none was found, in what was read" if unread else "none was found"))
    yield ""
    left = f"{count(unread, 'thing')} that could hide a use not read" if unread else "everything was read"
    stale = ", which is stale," if report.stale else ""
    yield Text(f"Only makers in the rulebook {report.rulebook.version}{stale} are listed; {left}.", style="quiet")


def _without_contract(row: AiSystem) -> AiSystem:
    return replace(row, contract="", outcome="", until="")


def _about(row: AiSystem) -> Iterator[tuple[str, str]]:
    yield "seat", row.seat.replace("-", " ").title() or "not recorded"
    yield "models", listed(list(row.models)) or "none is named"
    yield "run by", listed(list(row.operators)) or "the evidence does not tell"
    if row.routes:
        yield "through", listed(list(row.routes))
    yield "evidence", f"{row.evidence} in {row.evidence_class}, {count(row.places, 'place')}"


def _outcome(row: AiSystem) -> tuple[str, str]:
    word = f"{SIGN[Outcome.PERMITTED_UNTIL]} permitted until {row.until}" if row.until else _WORDS[row.outcome]
    return "outcome", f"{word} on {row.contract or 'any contract'}"
