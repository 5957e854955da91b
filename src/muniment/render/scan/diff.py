"""What is different between two scans, for a person and for a program."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TextIO

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from muniment.render.found_json import write_object
from muniment.render.found_words import CLASS, SURFACE
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.terminal import cut, shortened
from muniment.render.visible import visible
from muniment.render.words import RUNG, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.domain.ids import VendorId
    from muniment.domain.scan_result import Difference, WrittenFinding, WrittenGap, WrittenUse
    from muniment.domain.surface import SurfaceCoverage

FORMAT: Final = "muniment.scan-diff/1"
_MOST: Final = 30
"""Findings listed under one heading; JSON has all."""
_WIDEST_PLACE: Final = 0.5


def print_difference(found: Difference, to: Console) -> None:
    """Print what is new first, then what moved, changed and is gone, and what was looked at less than before."""
    show(_blocks(found, to.width), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), _next(found)), soft_wrap=True)


def write_difference(found: Difference, to: TextIO) -> None:
    """Write one JSON object; `schemas/scan-diff.schema.json` describes it."""
    write_object(
        {
            "after": _scan_value(found, after=True),
            "before": _scan_value(found, after=False),
            "changed": ({"after": _value(after), "before": _value(before)} for before, after in found.changed),
            "changed_uses": [{"after": _use(after), "before": _use(before)} for before, after in found.changed_uses],
            "coverage": [_surface(before, after) for before, after in found.worse],
            "format": FORMAT,
            "gone": (_value(finding) for finding in found.gone),
            "gone_uses": [_use(use) for use in found.gone_uses],
            "lost": [_gap(gap) for gap in found.lost],
            "moved": ({"after": _value(after), "before": _value(before)} for before, after in found.moved),
            "new": (_value(finding) for finding in found.new),
            "new_uses": [_use(use) for use in found.new_uses],
            "same_rulebook": found.same_rulebook,
            "unchanged": found.unchanged,
        },
        to,
    )


def _blocks(found: Difference, width: int) -> Iterator[RenderableType]:
    yield Text(f"Muniment scan diff, {visible(found.before.where)} to {visible(found.after.where)}", style="heading")
    yield Text(_rulebooks(found), style="quiet")
    if not found.same_rulebook:
        yield Text(
            "! What is new may be new because the rulebook knows more: scan both with one rulebook.", style="needs"
        )
    for result in (found.before, found.after):
        if not result.complete:
            yield Text(f"! {visible(result.where)} is incomplete: absence in it shows nothing.", style="needs")
    yield ""
    yield indented(Text(_tally(found)))
    yield ""
    yield from _uses(found)
    yield from _listed("New", "+", found, found.new, width)
    yield from _changed(found, width)
    yield from _moved(found, width)
    yield from _listed("Gone", "-", found, found.gone, width)
    yield from _coverage(found)


def _rulebooks(found: Difference) -> str:
    before, after = found.before, found.after
    if found.same_rulebook:
        return f"Both with rulebook {visible(after.rulebook_version)}, {after.rulebook[:19]}"
    return (
        f"Rulebook {visible(before.rulebook_version)}, {before.rulebook[:19]}, "
        f"then {visible(after.rulebook_version)}, {after.rulebook[:19]}"
    )


def _tally(found: Difference) -> str:
    return (
        f"+ {len(found.new):,} new   ~ {len(found.changed):,} changed   > {len(found.moved):,} moved   "
        f"- {len(found.gone):,} gone   = {found.unchanged:,} unchanged"
    )


def _uses(found: Difference) -> Iterator[RenderableType]:
    rows = [("+ new", _use_words(found, use)) for use in found.new_uses]
    rows += [("~ changed", _change_words(found, before, after)) for before, after in found.changed_uses]
    rows += [("- gone", _use_words(found, use)) for use in found.gone_uses]
    if rows:
        yield heading("Uses")
        yield indented(labelled(rows))
        yield ""


def _use_words(found: Difference, use: WrittenUse) -> str:
    where = f" in {visible(use.source)}" if use.source else ""
    return (
        f"{_vendor(found, use.vendor)}{where}: {RUNG[use.rung]} in {CLASS[use.cls]}, {count(use.findings, 'finding')}"
    )


def _change_words(found: Difference, before: WrittenUse, after: WrittenUse) -> str:
    where = f" in {visible(after.source)}" if after.source else ""
    was, now = f"{RUNG[before.rung]} in {CLASS[before.cls]}", f"{RUNG[after.rung]} in {CLASS[after.cls]}"
    return f"{_vendor(found, after.vendor)}{where}: {was}, now {now}"


def _vendor(found: Difference, vendor: VendorId) -> str:
    return visible(found.after.vendors.get(vendor) or found.before.vendors.get(vendor) or vendor)


def _listed(
    title: str, sign: str, found: Difference, findings: Sequence[WrittenFinding], width: int
) -> Iterator[RenderableType]:
    rows = [(_place(each), f"{_vendor(found, each.vendor)}: {_said(each)}") for each in findings]
    yield from _section(title, sign, rows, width)


def _changed(found: Difference, width: int) -> Iterator[RenderableType]:
    rows = [
        (_place(after), f"{_change(before, after)} ({_vendor(found, after.vendor)})") for before, after in found.changed
    ]
    yield from _section("Changed", "~", rows, width)


def _change(before: WrittenFinding, after: WrittenFinding) -> str:
    pairs = ((before.identifier, after.identifier), (RUNG[before.rung], RUNG[after.rung]))
    named = [*pairs, (CLASS[before.cls], CLASS[after.cls])]
    return visible("; ".join(f"{was}, now {now}" for was, now in named if was != now))


def _moved(found: Difference, width: int) -> Iterator[RenderableType]:
    """Yield one row for each pair of files: where it is, where it was, and how many findings went with it."""
    files = Counter((_file(before), _file(after)) for before, after in found.moved)
    rows = [(now, f"from {was} ({count(number, 'finding')})") for (was, now), number in files.items()]
    yield from _section("Moved", ">", rows, width)


def _section(title: str, sign: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[RenderableType]:
    if not rows:
        return
    yield heading(title, sign=sign)
    rows = list(dict.fromkeys(rows))
    shown = rows[:_MOST]
    room = min(int((width - 2) * _WIDEST_PLACE), max(cell_len(place) for place, _ in shown))
    table = Table.grid(padding=(0, 2))
    table.add_column(style="place", no_wrap=True, width=room)
    table.add_column(no_wrap=True, overflow="ellipsis")
    for place, said in shown:
        table.add_row(shortened(place, room), Text(cut(said, width - room - 4)))
    yield indented(table)
    if len(rows) > len(shown):
        yield indented(Text(f"and {len(rows) - len(shown):,} more; --json lists all", style="quiet"))
    yield ""


def _place(finding: WrittenFinding) -> str:
    return _file(finding) + (f":{finding.line}" if finding.line else "")


def _file(finding: WrittenFinding) -> str:
    return visible(f"{finding.source}/{finding.path}" if finding.source else finding.path)


def _said(finding: WrittenFinding) -> str:
    return visible(" ".join(finding.excerpt.split()) or f"{finding.kind} {finding.identifier}")


def _coverage(found: Difference) -> Iterator[RenderableType]:
    if not found.worse and not found.lost:
        return
    yield heading("Looked at less than before")
    rows = [("!", f"{visible(_gap_place(gap))}: {visible(gap.why)}") for gap in found.lost[:_MOST]]
    rows += [("!", f"and {len(found.lost) - _MOST:,} more; --json lists all")] if len(found.lost) > _MOST else []
    rows += [("", _surface_words(before, after)) for before, after in found.worse]
    yield indented(labelled(rows, width=1))
    yield ""


def _gap_place(gap: WrittenGap) -> str:
    return (f"{gap.source}/" if gap.source else "") + gap.path + (f":{gap.line}" if gap.line else "")


def _surface_words(before: SurfaceCoverage, after: SurfaceCoverage) -> str:
    return (
        f"{SURFACE[after.surface]}: not understood {before.not_understood:,}, now {after.not_understood:,}; "
        f"not looked at {before.not_looked_at:,}, now {after.not_looked_at:,}"
    )


def _next(found: Difference) -> str:
    if found.new_uses:
        return f"`muniment check` says what follows from the use of {_vendor(found, found.new_uses[0].vendor)}"
    if found.new:
        return f"look at {_place(found.new[0])}; `muniment check` says what follows"
    if found.lost:
        return f"see to {visible(_gap_place(found.lost[0]))}, which was read before"
    partial = [result.where for result in (found.before, found.after) if not result.complete]
    if partial:
        return f"no finding is new, in what was read; see to what {visible(partial[-1])} could not read"
    if not found.same_rulebook:
        return "no finding is new; scan both with one rulebook, as one of the two may know less"
    return "nothing; no finding is new"


def _scan_value(found: Difference, *, after: bool) -> dict[str, Any]:
    result = found.after if after else found.before
    return {
        "complete": result.complete,
        "findings": len(result.findings),
        "rulebook": result.rulebook,
        "rulebook_version": result.rulebook_version,
        "where": result.where,
    }


def _value(finding: WrittenFinding) -> dict[str, Any]:
    return {
        "class": finding.cls.value,
        "excerpt": finding.excerpt,
        "fingerprint": finding.fingerprint,
        "identifier": finding.identifier,
        "kind": finding.kind,
        "line": finding.line,
        "path": finding.path,
        "rung": finding.rung.name.lower(),
        "signature": finding.signature,
        "source": finding.source,
        "surface": finding.surface.value,
        "vendor": finding.vendor,
    }


def _use(use: WrittenUse) -> dict[str, Any]:
    return {
        "class": use.cls.value,
        "findings": use.findings,
        "rung": use.rung.name.lower(),
        "source": use.source,
        "vendor": use.vendor,
    }


def _gap(gap: WrittenGap) -> dict[str, Any]:
    return {"line": gap.line, "path": gap.path, "source": gap.source, "why": gap.why}


def _surface(before: SurfaceCoverage, after: SurfaceCoverage) -> dict[str, Any]:
    pair = {"before": before, "after": after}
    counts = {
        when: {"not_looked_at": one.not_looked_at, "not_understood": one.not_understood, "read": one.read}
        for when, one in pair.items()
    }
    return {**counts, "surface": after.surface.value}
