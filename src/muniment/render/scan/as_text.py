"""What a scan found, for a person: vendors and uses with their evidence, and no decision."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from muniment.discover.findings.reconcile import by_surface
from muniment.domain.condition import fact_value
from muniment.domain.evidence import EvidenceClass
from muniment.domain.technology import Role
from muniment.render.age import rulebook_lines
from muniment.render.citing import vendor_name
from muniment.render.coverage import coverage_blocks, gaps_by_weight, unseen
from muniment.render.found_words import CLASS, ROLE, SURFACE
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.overlays import overlay_lines
from muniment.render.places import Places, is_elsewhere, near, what_stands_there
from muniment.render.suppressions import suppression_blocks
from muniment.render.terminal import cut, shortened
from muniment.render.uses import system_title
from muniment.render.visible import visible
from muniment.render.ways import places_of, ways_words
from muniment.render.words import RUNG, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, RenderableType

    from muniment.discover.findings.reconcile import OnSurface
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import VendorId
    from muniment.domain.report import Discovery, Scan, Use

_WIDEST_PLACE = 0.6
_CLASS_ORDER = tuple(EvidenceClass)


def print_scan(found: Discovery, to: Console, *, mentions: bool = False) -> None:
    """Print what was found; with `mentions` also what was seen and is no use, with the reason."""
    show(_blocks(found, to.width, mentions=mentions), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), _next(found)), soft_wrap=True)


def in_reading_order(uses: Iterable[Use]) -> list[Use]:
    """Return the uses by vendor, those vendors first whose evidence is about the product and goes furthest."""
    every = sorted(uses, key=lambda use: (use.vendor, use.system or "", *_weight(use)))
    best: dict[VendorId, tuple[int, int]] = {}
    for use in every:
        best[use.vendor] = min(_weight(use), best.get(use.vendor, _weight(use)))
    return sorted(every, key=lambda use: (*best[use.vendor], use.vendor))


def _weight(use: Use) -> tuple[int, int]:
    return _CLASS_ORDER.index(use.cls), -use.rung


def _blocks(found: Discovery, width: int, *, mentions: bool) -> Iterator[RenderableType]:
    yield from _opening(found)
    places = Places(found)
    for vendor, of_vendor in groupby(in_reading_order(found.uses), key=lambda use: use.vendor):
        yield heading(vendor_name(found.rulebook, vendor))
        for _, of_system in groupby(of_vendor, key=lambda use: use.system):
            uses = list(of_system)
            yield from _system(found, uses[0], places)
            for use in uses:
                yield from _use(found, use, places, width)
    if mentions:
        yield from _mentions(found, width)
    yield from suppression_blocks(found)
    yield from coverage_blocks(found, width)


def _opening(found: Discovery) -> Iterator[RenderableType]:
    roots = [visible(near(scan.inventory.root)) for scan in found.scans]
    where = "this folder" if roots == ["."] else roots[0] if len(roots) == 1 else count(len(roots), "folder")
    yield Text(f"Muniment scan of {where}", style="heading")
    book = found.rulebook
    yield from rulebook_lines(book)
    yield from overlay_lines(book)
    yield Text("What is used, by the evidence of files. Nothing is decided here.", style="quiet")
    yield ""
    if found.uses:
        yield indented(_overview(found))
    else:
        seen = ", only mentions" if found.mentions else ""
        read = "" if found.complete else ", in what could be read"
        yield Text(f"  no use of a vendor in the rulebook was found{seen}{read}")
    yield ""


def _overview(found: Discovery) -> RenderableType:
    """Return one row for each vendor: the roles it plays, what the places are for, how far the evidence goes."""
    rows = []
    for vendor, of_vendor in groupby(in_reading_order(found.uses), key=lambda use: use.vendor):
        uses = list(of_vendor)
        findings = {id(finding): finding for use in uses for finding in use.findings}.values()
        classes = sorted({use.cls for use in uses}, key=_CLASS_ORDER.index)
        rows.append(
            (
                vendor_name(found.rulebook, vendor),
                ", ".join(_roles(role for use in uses for role in use.roles)),
                ", ".join(CLASS[cls] for cls in classes),
                RUNG[max(use.rung for use in uses)],
                f"{len(places_of(findings)):,}",
            )
        )
    return columns(("vendor", "roles", "in", "evidence", "places"), rows, ratios=(3, 2, None, None, None))


def _system(found: Discovery, use: Use, places: Places) -> Iterator[RenderableType]:
    """Yield what system the next uses belong to, and the folder in which their places lie if it is elsewhere."""
    if title := system_title(found, use):
        yield Text(title, style="heading")
    if folder := places.folder(use):
        yield indented(Text(f"in {folder}", style="quiet"))


def _use(found: Discovery, use: Use, places: Places, width: int) -> Iterator[RenderableType]:
    yield indented(Text(_strength(found, use)))
    yield indented(_evidence(use, places, width - 4), 4)
    if rows := list(_facts(found, use)):
        yield indented(labelled(rows), 4)
    yield ""


def _strength(found: Discovery, use: Use) -> str:
    """Return how far the evidence goes, in which classes of places, and who plays which part."""
    classes = sorted({finding.cls for finding in use.findings}, key=_CLASS_ORDER.index)
    own = listed(_roles(use.roles))
    parts = [f"{own}: {vendor_name(found.rulebook, use.vendor)}"]
    parts += [f"{ROLE[role]}: {vendor_name(found.rulebook, vendor)}" for role, vendor in use.others]
    return "; ".join([f"{RUNG[use.rung]} in {listed([CLASS[cls] for cls in classes])}", *parts])


def _roles(roles: Iterable[Role]) -> list[str]:
    """Return the words for `roles`, each once, always in the same order."""
    played = set(roles)
    return [ROLE[role] for role in Role if role in played]


def _facts(found: Discovery, use: Use) -> Iterator[tuple[str, str]]:
    if told := ways_words(found.rulebook, use):
        yield "ways", told
    if use.shown:
        yield "shows", visible("; ".join(f"{fact}: {fact_value(value)}" for fact, value in sorted(use.shown.items())))


def _evidence(use: Use, places: Places, width: int) -> Table:
    """Return a row for each surface: how many places are on it, and the most telling one."""
    surfaces = by_surface(use.findings)
    label = max(len(_label(each)) for each in surfaces)
    room = int((width - label - 2) * _WIDEST_PLACE)
    room = min(room, max(cell_len(places.below(use, each.findings[0])) for each in surfaces))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, width=label)
    table.add_column(style="place", no_wrap=True, width=room)
    table.add_column(no_wrap=True, overflow="ellipsis", style="quiet")
    for each in surfaces:
        best = each.findings[0]
        said = cut(what_stands_there(best), max(1, width - label - room - 4))
        table.add_row(_label(each), shortened(places.below(use, best), room), Text(said))
    return table


def _label(on: OnSurface) -> str:
    number = len(places_of(on.findings))
    return SURFACE[on.surface] if number == 1 else f"{SURFACE[on.surface]} {number:,}"


def _mentions(found: Discovery, width: int) -> Iterator[RenderableType]:
    """Yield what was seen and is no use, by folder, vendor and reason."""
    yield heading("Mentions: seen, and no use")
    if not found.mentions:
        yield indented(Text("none"))
    for scan in found.scans:
        demoted = [finding for finding in scan.inventory.findings if finding.demoted]
        if demoted and is_elsewhere(scan.inventory.root):
            yield indented(Text(f"in {visible(scan.inventory.root)}", style="quiet"))
        demoted.sort(key=lambda finding: (finding.vendor, finding.demoted))
        for (vendor, reason), group in groupby(demoted, key=lambda finding: (finding.vendor, finding.demoted)):
            findings = list(group)
            said = f": {count(len(findings), 'finding')}"
            named = (vendor_name(found.rulebook, vendor), ", ", (visible(reason), "heading"), said)
            yield indented(Text.assemble(*named))
            yield indented(_mentioned(scan, findings, width - 4), 4)
    yield ""


def _mentioned(scan: Scan, findings: Iterable[Finding], width: int) -> Table:
    """Return a row for each place; several identifiers on one line are one."""
    rows: dict[str, Finding] = {}
    for finding in findings:
        rows.setdefault(Places.in_scan(scan, finding), finding)
    room = min(int(width * _WIDEST_PLACE), max(map(cell_len, rows)))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="place", no_wrap=True, width=room)
    table.add_column(no_wrap=True, overflow="ellipsis", style="quiet")
    for place, finding in rows.items():
        table.add_row(shortened(place, room), Text(cut(what_stands_there(finding), width - room - 2)))
    return table


def _next(found: Discovery) -> str:
    """Return the one thing to do next; a gap that could hide a use goes before what was found."""
    if not any(scan.inventory.coverage.entries for scan in found.scans):
        return "give a folder that holds files; nothing was there to be read, so nothing was shown"
    limiting = [(path, gap) for path, gap in gaps_by_weight(found) if gap.limits]
    if limiting:
        path, gap = limiting[0]
        others = f", and {count(len(limiting) - 1, 'more place')}" if len(limiting) > 1 else ""
        return f"see to {visible(path)} ({gap.status.value}){others}, and scan again"
    if unsaid := next(unseen(found), ""):
        return f"see to what was not looked at: {unsaid}"
    if found.uses:
        return "`muniment check` says what follows from this, for each contract and day"
    return "nothing more: everything that could hide a use was looked at"
