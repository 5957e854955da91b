"""What the signatures make of one text, for a person who writes or doubts one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.domain.technology import Alone, IdentifierKind
from muniment.render.citing import vendor_name
from muniment.render.found_words import CLASS, ROLE
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import RUNG, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.discover.judging.trial import NearMiss, Recognition, Trial, TrialInFile
    from muniment.domain.evidence import Finding
    from muniment.domain.ids import SignatureId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Signature


def print_trial(book: Rulebook, trial: Trial, to: Console) -> None:
    """Print which signatures recognise the text, which take it back, and which come near."""
    show(_trial(book, trial), to)


def print_trial_in_file(book: Rulebook, trial: TrialInFile, to: Console) -> None:
    """Print what a scan would find in a file with that content."""
    show(_in_file(book, trial), to)


def _trial(book: Rulebook, trial: Trial) -> Iterator[RenderableType]:
    standing = [each for each in trial.recognised if not each.taken_back_by]
    taken_back = [each for each in trial.recognised if each.taken_back_by]
    yield Text(visible(trial.text), style="heading")
    yield Text(f"read as {listed([kind.value for kind in trial.kinds])}" if trial.kinds else _UNREADABLE, style="quiet")
    yield ""
    number = len(_by_signature(standing))
    yield Text(f"recognised by {count(number, 'signature')}" if standing else "recognised by no signature")
    for together in (*_by_signature(standing), *_by_signature(taken_back)):
        yield from _recognition(book, together)
    yield from _near(book, trial.near)
    yield ""
    yield Text("Next: muniment rules test STRING --as FILE tells what a scan makes of a line in a file of that name")


_UNREADABLE = "no kind of identifier has this form"


def _in_file(book: Rulebook, trial: TrialInFile) -> Iterator[RenderableType]:
    yield Text(visible(trial.text), style="heading")
    yield Text(f"as the content of {visible(trial.path)}", style="quiet")
    yield ""
    found = count(len(trial.findings), "finding")
    yield Text(found if trial.findings else "a scan finds nothing here")
    for finding, how in trial.findings:
        yield from _recognition(book, [how], finding)
    for unclear in trial.not_understood:
        yield Text(f"not understood: line {unclear.line}: {visible(unclear.why)}", style="needs")


def _by_signature(found: Iterable[Recognition]) -> list[list[Recognition]]:
    """Put together what one signature recognises in several ways."""
    groups: dict[SignatureId, list[Recognition]] = {}
    for each in found:
        groups.setdefault(each.signature.id, []).append(each)
    return list(groups.values())


def _recognition(
    book: Rulebook, ways: Sequence[Recognition], finding: Finding | None = None
) -> Iterator[RenderableType]:
    signature = ways[0].signature
    yield heading(f"{signature.id}: {vendor_name(book, signature.vendor)}")
    rows = [("shows", visible(signature.shows)), *_ways(ways), *_about(book, signature), *_place(finding)]
    yield indented(labelled(rows, width=_WIDTH))


def _ways(ways: Sequence[Recognition]) -> Iterator[tuple[str, Text | str]]:
    """Yield what is recognised, by which pattern and how a scan comes upon it; the first few of many forms."""
    for each in ways[:_MOST_WAYS]:
        identifier = each.identifier
        yield identifier.kind.value, f"{visible(identifier.value)} by the pattern {visible(each.pattern)}"
        if each.taken_back_by:
            said = f"by {visible(each.taken_back_by)} under `unless`"
            yield "taken back", Text(said, style="undetermined")
    if len(ways) > _MOST_WAYS:
        yield "", f"and {count(len(ways) - _MOST_WAYS, 'other form')}; --kind or --json tells"
    yield "found by", listed(list(dict.fromkeys(_found_by(each) for each in ways[:_MOST_WAYS])))


def _about(book: Rulebook, signature: Signature) -> Iterator[tuple[str, Text | str]]:
    yield "parts", listed([f"{ROLE[role]} {vendor_name(book, by)}" for role, by in signature.roles.items()])
    yield "alone", _ALONE[signature.alone] + (", a tool of those who write software" if signature.dev_tooling else "")


def _place(finding: Finding | None) -> Iterator[tuple[str, Text | str]]:
    if finding is not None:
        yield "stands as", f"{RUNG[finding.rung]} in {CLASS[finding.cls]}, line {finding.observation.line}"
        if finding.demoted:
            yield "no use", Text(visible(finding.demoted), style="undetermined")


_WIDTH = 12
_MOST_WAYS = 3
_ALONE = {
    Alone.PROVES: "proves the vendor by itself",
    Alone.SUGGESTS: "suggests: it counts only beside something that proves the vendor",
}


def _found_by(each: Recognition) -> str:
    if each.anchors:
        return f"the literal {listed([f'`{visible(literal)}`' for literal in each.anchors])} in any file"
    if each.identifier.kind is IdentifierKind.FILE:
        return "the path of the file"
    return "the reader of a manifest, a bill of materials or a command that installs"


def _near(book: Rulebook, near: tuple[NearMiss, ...]) -> Iterator[RenderableType]:
    if not near:
        return
    yield ""
    yield Text("not recognised, but near")
    rows = [
        (
            each.kind.value,
            f"{visible(each.pattern)} of {each.signature.id} ({vendor_name(book, each.signature.vendor)})",
        )
        for each in near
    ]
    yield indented(labelled(rows, width=11))
