"""What the history of a repository shows, for a person: one block per vendor, one row per thing that was shown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.evidence import EvidenceClass
from muniment.domain.history import Presence
from muniment.render.age import rulebook_lines
from muniment.render.citing import vendor_name
from muniment.render.coverage import MOST_GAPS, gap_words
from muniment.render.found_words import CLASS
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.terminal import shortened
from muniment.render.visible import visible
from muniment.render.words import byte_size, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.domain.history import History, PastUse, Sighting
    from muniment.domain.ids import SignatureId
    from muniment.domain.rulebook import Rulebook

_MOST_NAMED = 3
_CLASSES = tuple(EvidenceClass)


def print_history(found: History, rulebook: Rulebook, to: Console) -> None:
    """Print uses, agents and the account of what was read."""
    show(_blocks(found, rulebook, to.width), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), _next(found)), soft_wrap=True)


def _next(found: History) -> str:
    limiting = sorted((gap for gap in found.coverage.gaps if gap.limits), key=lambda gap: (gap.path, gap.line))
    if limiting and not found.uses:
        return f"see to {visible(limiting[0].path)} ({limiting[0].status.value}): it could hide a use"
    return "muniment check decides about what is there now; --json names every identifier with its commits"


def _blocks(found: History, rulebook: Rulebook, width: int) -> Iterator[RenderableType]:
    yield Text(f"Muniment history of {visible(found.root)}", style="heading")
    yield Text(_about(found), style="quiet")
    yield from rulebook_lines(rulebook)
    yield ""
    if not found.uses:
        yield _nothing_found(found)
        yield ""
    shows = {signature.id: signature.shows for signature in rulebook.signatures}
    for vendor, of_vendor in groupby(found.uses, key=lambda use: use.vendor):
        yield heading(vendor_name(rulebook, vendor))
        yield indented(columns(_TITLES, list(_rows(list(of_vendor), shows)), ratios=(1, None, None)))
        yield ""
    yield from _agents(found, rulebook, shows)
    yield from _account(found, width)


def _nothing_found(found: History) -> Text:
    """Return that no use was found; what is not there to be read is never told as clean."""
    what = "no use of a vendor in the rulebook was ever committed"
    if not found.commits:
        return Text("  ? there is no commit, so nothing was looked at", style="undetermined")
    if found.complete:
        return Text(f"  ✓ {what}", style="permitted")
    return Text(f"  ? {what}, in what could be read; what could not is listed below", style="undetermined")


_TITLES = ("what was there", "first", "and now")


def _about(found: History) -> str:
    commits, refs = count(found.commits, "commit"), count(found.refs, "branch or tag", "branches and tags")
    head = f"HEAD is {found.head[:10]}" if found.head else "there is no commit at HEAD"
    return f"{commits} on {refs}; {head}"


def _rows(uses: Sequence[PastUse], shows: dict[SignatureId, str]) -> Iterator[tuple[Text | str, ...]]:
    """Yield one row for each signature and class: what it shows, since when, and what became of it."""
    by_row: dict[tuple[SignatureId, EvidenceClass], list[PastUse]] = {}
    for use in uses:
        by_row.setdefault((use.signature, use.cls), []).append(use)
    for (signature, cls), together in sorted(
        by_row.items(), key=lambda row: (_CLASSES.index(row[0][1]), row[1][0].first.when, row[0][0])
    ):
        what = Text(f"{shows[signature]}, in {CLASS[cls]}")
        what.append(f"\n{_named(together)}", style="quiet")
        yield what, _seen(together[0].first), _standing(together)


def _named(uses: Sequence[PastUse]) -> str:
    names = [visible(value) for value in dict.fromkeys(use.identifier.value for use in uses)]
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def _seen(seen: Sighting) -> Text:
    return Text.assemble(str(seen.when.date()), "\n", (f"by {seen.commit[:10]}", "quiet"))


def _standing(uses: Sequence[PastUse]) -> Text:
    """Return what became of uses together: they are gone when the last of them is."""
    if any(use.standing is Presence.PRESENT for use in uses):
        return Text("present at HEAD", style="needs")
    removals = [use.removed for use in uses if use.removed is not None]
    later = [use.elsewhere for use in uses if use.elsewhere is not None]
    other = f"\non other refs {max(seen.when for seen in later).date()}" if later else ""
    if not removals:
        return Text.assemble("never at HEAD", (other, "quiet"))
    last = max(removals, key=lambda seen: seen.when)
    return Text.assemble(f"removed {last.when.date()}", (f"\nby {last.commit[:10]}", "quiet"), (other, "quiet"))


def _agents(found: History, rulebook: Rulebook, shows: dict[SignatureId, str]) -> Iterator[RenderableType]:
    if not found.agents:
        return
    yield heading("Agents that commits name")
    rows = [
        (
            Text(vendor_name(rulebook, agent.vendor)).append(f"\n{shows[agent.signature]}", style="quiet"),
            f"{agent.commits:,}",
            _seen(agent.first),
            _seen(agent.last),
        )
        for agent in found.agents
    ]
    yield indented(columns(("agent", "commits", "first", "last"), rows, ratios=(1, None, None, None)))
    yield ""


def _account(found: History, width: int) -> Iterator[RenderableType]:
    coverage = found.coverage
    yield heading("What was looked at")
    versions = f"{coverage.read:,} of {count(coverage.entries, 'version')} of files"
    rows = [("read", f"{versions}, {count(found.blobs, 'different content')}, {byte_size(coverage.bytes_read)}")]
    missed = [f"{status.value}: {number:,}" for status, number in coverage.by_status if not status.was_read]
    rows += [("not read", "; ".join(missed))] if missed else []
    yield indented(labelled(rows))
    limiting = sum(gap.limits for gap in coverage.gaps)
    if limiting:
        yield indented(Text(f"! {count(limiting, 'place')} not looked at could hide a use:", style="needs"))
    ordered = sorted(coverage.gaps, key=lambda gap: (not gap.limits, gap.path, gap.line))
    for gap in ordered[:MOST_GAPS]:
        yield indented(Text(f"{shortened(visible(gap.path), width // 2)}  {visible(gap_words(gap))}"), 4)
    if len(ordered) > MOST_GAPS:
        yield indented(Text(f"and {len(ordered) - MOST_GAPS:,} more; --json lists all", style="quiet"), 4)
