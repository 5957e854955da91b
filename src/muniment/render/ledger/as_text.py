"""The ledger for people: its entries, an audit of it, and one entry that was proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.app.ledger.audit import CHECKS, KEY_CHECK
from muniment.prove.checkpoint import read
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.app.ledger.audit import Audit
    from muniment.domain.entry import Entry
    from muniment.domain.withholding import Withholding
    from muniment.prove.tlog_proof import Included

_MOST_FINDINGS = 50
_MOST_OPEN = 10
_LONGEST = 40
"""Characters of the longest word that is shown whole."""


def print_log(note: bytes, entries: Iterable[tuple[int, Entry]], to: Console) -> None:
    """Print the entries, under the newest checkpoint."""
    show(_log(note, entries), to)


def print_audit(found: Audit, to: Console) -> None:
    """Print what an audit came to, check by check."""
    show(_audit(found), to)


def print_included(included: Included, entry: Entry, contents: Sequence[str], to: Console) -> None:
    """Print an entry that is proven to be in a ledger, and which checks passed."""
    show(_included(included, entry, contents), to)


def _log(note: bytes, entries: Iterable[tuple[int, Entry]]) -> Iterator[RenderableType]:
    head = read(note).checkpoint
    yield Text(f"Ledger {visible(head.origin)}: {count(head.size, 'entry', 'entries')}", style="heading")
    yield Text(f"root {head.root.hex()}", style="quiet")
    rows = [(str(index), f"{entry.at:%Y-%m-%d %H:%M}", entry.type.value, _told(entry)) for index, entry in entries]
    if not rows:
        yield "No entries to show."
        return
    yield ""
    yield columns(("entry", "at (UTC)", "type", "what"), rows, ratios=(None, None, None, 1))


def _told(entry: Entry) -> Text:
    parts = [f"contract {visible(entry.contract)}"] if entry.contract else []
    parts += [f"{name} {visible(_short(text))}" for name, text in entry.details if text]
    return Text("; ".join([*parts, f"written by {visible(entry.actor)}"]))


def _short(text: str) -> str:
    """Return a text of one line; digests and signatures are told by their beginning."""
    plain = text.removeprefix("sha256:")
    return f"{plain[:12]}…" if len(plain) > _LONGEST and " " not in plain else text


def _audit(found: Audit) -> Iterator[RenderableType]:
    size = count(found.size, "entry", "entries")
    if found.findings:
        what = f"✗ {count(len(found.findings), 'finding')} in the ledger {visible(found.origin)}: do not rely on it"
        yield Text(what, style="prohibited")
    else:
        by = "" if found.trusted else "; whose key that was nobody looked at, because no --key was given"
        yield Text(f"✓ the ledger {visible(found.origin)} is as it was signed: {size}{by}", style="permitted")
    failed = {each.check for each in found.findings}
    yield indented(labelled([_check(number, found, failed) for number in range(1, len(CHECKS) + 1)], width=5))
    yield from _findings(found)
    yield ""
    yield labelled([
        ("made of", f"{size}, {count(found.checkpoints, 'checkpoint')}, {count(found.bodies, 'content')}"),
        ("by digest", f"{count(found.not_kept, 'content')} that entries commit to and that lie elsewhere"),
        ("withheld", _withheld(found)),
        ("open", _open(found)),
    ], width=10)  # fmt: skip


def _check(number: int, found: Audit, failed: set[int]) -> tuple[str, Text | str]:
    said = CHECKS[number - 1]
    if number in failed:
        return f"✗ {number}.", said
    if number == KEY_CHECK and not found.trusted:
        return f"- {number}.", Text(f"not looked at, because no --key was given: {said}", style="needs")
    return f"✓ {number}.", Text(said, style="quiet")


def _findings(found: Audit) -> Iterator[RenderableType]:
    if not found.findings:
        return
    yield ""
    yield heading("What does not fit", sign="✗", style="prohibited")
    for each in found.findings[:_MOST_FINDINGS]:
        yield indented(Text(f"{each.check}. {visible(each.where)} {visible(each.what)}"))
    if len(found.findings) > _MOST_FINDINGS:
        yield indented(Text(f"… and {len(found.findings) - _MOST_FINDINGS} more; --json has them all"))


def _withheld(found: Audit) -> str:
    if not found.withheld:
        return "nothing"
    told = [withheld_words(each) for each in found.withheld[:_MOST_OPEN]]
    more = len(found.withheld) - len(told)
    return "\n".join([*told, f"and {count(more, 'content')} more; --json has them all"] if more else told)


def kind_words(entry: Entry) -> str:
    """Return the type and time of an entry."""
    return f"{entry.type.value} of {entry.at:%Y-%m-%d %H:%M} UTC"


def withheld_words(each: Withholding) -> str:
    """Return what was withheld, by whom, when and why, in one line."""
    what = f"{visible(each.content)} of entry {each.entry}"
    return f"{what}, by {visible(each.by)} on {each.at:%Y-%m-%d} (entry {each.written_as}): {visible(each.reason)}"


def shared_words(content: str, entries: Sequence[int]) -> str:
    """Return which entries commit to a content."""
    named = [str(each) for each in entries[:_MOST_OPEN]]
    named += [f"{len(entries) - len(named)} more"] if len(entries) > len(named) else []
    return f"{visible(content)} is committed to by {'entry' if len(entries) == 1 else 'entries'} {listed(named)}."


def _open(found: Audit) -> str:
    if not found.open_intents:
        return "nothing that was announced and not carried out"
    names = [each[:8] for each in found.open_intents[:_MOST_OPEN]]
    more = len(found.open_intents) - len(names)
    said = listed([*names, f"{more} more"] if more else names)
    return f"announced, and not told to have been carried out: {said}"


def _included(included: Included, entry: Entry, contents: Sequence[str]) -> Iterator[RenderableType]:
    head = included.checkpoint
    where = f"entry {included.index} of {head.size} in {visible(head.origin)}"
    yield Text(f"✓ verified: {where}", style="permitted")
    for number, check in enumerate(included.checks, start=1):
        yield Text(f"  {number:>2}. {check}", style="quiet")
    yield Text("  Not checked: that what the entry says is true, and whose the key is.")
    yield ""
    yield labelled(_rows(included, entry, contents))


def _rows(included: Included, entry: Entry, contents: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "type", entry.type.value
    yield "at", f"{entry.at:%Y-%m-%d %H:%M:%S} UTC, as its writer says"
    yield "actor", visible(entry.actor)
    if entry.contract:
        yield "contract", visible(entry.contract)
    for name, text in entry.details:
        yield "says", f"{visible(name)}: {visible(text)}"
    for each in entry.commitments:
        compared = "compared" if each.name in contents else "withheld" if each.salted else "not compared"
        salted = ", salted" if each.salted else ""
        yield "content", f"{visible(each.name)} ({compared}{salted}): {each.digest}"
    if included.witnesses:
        yield "witnesses", visible(listed(included.witnesses))
