"""The answers of `muniment whatif`, for a person: what changes, why, what stays, and what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from muniment.decide.compare import Differs, differs, moved
from muniment.decide.suppose import MARK
from muniment.domain.condition import fact_value
from muniment.domain.decision import Reason
from muniment.render.age import rulebook_lines
from muniment.render.citing import cited_briefly, document_blocks, vendor_name
from muniment.render.decision_json import every_citation
from muniment.render.explain import explanation
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.said import Said
from muniment.render.visible import visible
from muniment.render.whatif.supposing import WARNING, hypotheticals_list, supposing_blocks
from muniment.render.words import MORE_UNREAD, STYLE, WORD, count, listed, outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.app.whatif import Hinge, Hypothesis, SupposedQuestion, Turn, View
    from muniment.decide.compare import Part
    from muniment.decide.hinges import Unasked
    from muniment.domain.age import Age
    from muniment.domain.citation import Citation
    from muniment.domain.decision import Decision
    from muniment.domain.ids import VendorId
    from muniment.domain.rulebook import Rulebook

_WIDTH = 12
_LABELS = ("recorded", "supposed")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneVendor:
    """What a page about one vendor adds: what its facts decide, and through whom the vendor is reached."""

    vendor: VendorId
    hinges: tuple[Hinge, ...]
    unasked: tuple[Unasked, ...]
    through: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One page: the law, what is supposed, and the answers, about an estate or about `one` vendor.

    `unread` says what was not looked at; where it is `complete`, only because somebody chose so.
    """

    rulebook: Rulebook
    hypothesis: Hypothesis
    views: tuple[View, ...]
    unread: tuple[str, ...] = ()
    complete: bool = True
    one: OneVendor | None = None
    age: Age | None = None


def print_hypotheticals(rulebook: Rulebook, to: Console) -> None:
    """Print the named hypotheticals of the rulebook."""
    show(hypotheticals_list(rulebook), to)


def print_whatif(page: WhatIf, to: Console) -> None:
    """Print what changes, contract by contract; about one vendor, after the whole reasoning as the law is recorded."""
    show(_estate(page) if page.one is None else _vendor(page, page.one), to)


def _estate(page: WhatIf) -> Iterator[RenderableType]:
    yield Text(f"What if, as of {page.views[0].before}", style="heading")
    yield Text(WARNING, style="quiet")
    yield from rulebook_lines(page.rulebook, page.age)
    yield ""
    yield from supposing_blocks(page.rulebook, page.hypothesis)
    for view in page.views:
        yield ""
        yield heading(_title(view))
        yield from _too_early(page.hypothesis, view)
        yield from turn_blocks(page.rulebook, view, _LABELS, page.unread)
    if page.unread:
        yield ""
        yield heading("What was not looked at")
        yield indented(labelled([("", text) for text in page.unread], width=1))


def turn_blocks(
    rulebook: Rulebook, view: View, labels: tuple[str, str], unread: Sequence[str]
) -> Iterator[RenderableType]:
    """Yield each decision that changes, under two labels, and how many change, and how many stay as they are.

    Where anything is `unread`, the number says so: there may be decisions that nobody could compare.
    """
    for turn in view.those(Differs.OUTCOME):
        yield from _turn(rulebook, turn, labels)
    yield from _tally(view, unread)


def _vendor(page: WhatIf, one: OneVendor) -> Iterator[RenderableType]:
    book, first = page.rulebook, page.views[0]
    (turn,) = first.turns
    yield Text(f"What if: {vendor_name(book, one.vendor)}, asked about {first.before}", style="heading")
    yield Text(WARNING, style="quiet")
    yield from rulebook_lines(book, page.age)
    yield ""
    yield heading("In short")
    yield indented(labelled(_short(page), width=_WIDTH))
    if one.through:
        yield indented(labelled([("through", _through(book, way)) for way in one.through], width=_WIDTH))
    yield ""
    yield from supposing_blocks(book, page.hypothesis)
    yield ""
    yield heading(f"As the law is recorded, on {first.before}")
    yield from explanation(book, turn.before, turn.asked.question.facts, Said(contract=turn.asked.contract or ""))
    yield from _bearing(book, one)
    for view in page.views:
        yield ""
        yield heading(_title(view))
        yield from _too_early(page.hypothesis, view)
        yield from _answers(book, view.turns[0])
    yield from document_blocks(book, _every(page, one))


def _short(page: WhatIf) -> Iterator[tuple[str, Text | str]]:
    """Yield one line for each day: the answer as recorded, and as supposed."""
    for view in page.views:
        (turn,) = view.turns
        early = any(view.after < named.start for named in page.hypothesis.named)
        then = " (it cannot be so yet)" if early else ""
        yield str(view.before), Text.assemble(("recorded  ", "quiet"), *_outcome(turn.before))
        yield str(view.after), Text.assemble(("supposed  ", "quiet"), *_outcome(turn.after), then)
        for read in turn.read_as if turn.differs is not Differs.NOTHING else ():
            yield "", Text.assemble(("read as   ", "quiet"), f"{read.alternative.id}: ", *_outcome(read.decision))


def _outcome(decision: Decision) -> tuple[tuple[str, str], ...]:
    return ((outcome_words(decision), STYLE[decision.outcome]),)


def _title(view: View) -> str:
    if view.before != view.after:
        return f"Supposed: {view.after} in place of {view.before}"
    return f"Supposed, on {view.after}"


def _too_early(hypothesis: Hypothesis, view: View) -> Iterator[RenderableType]:
    """Yield why something that is supposed cannot make a difference on the day of `view` yet."""
    for named in hypothesis.named:
        if view.after < named.start:
            why = f" {named.hypothetical.earliest.why}" if named.start == named.hypothetical.earliest.day else ""
            text = f"On {view.after} {named.hypothetical.id} changes nothing: it can be so from {named.start} on.{why}"
            yield indented(Text(text))


def _answers(rulebook: Rulebook, turn: Turn) -> Iterator[RenderableType]:
    yield indented(labelled(_both(turn, _LABELS), width=_WIDTH))
    if turn.differs is Differs.NOTHING:
        yield indented(Text("Nothing changes."))
        return
    yield indented(labelled(_reasons(rulebook, turn, _LABELS), width=_WIDTH))


def _both(turn: Turn, labels: tuple[str, str]) -> Iterator[tuple[str, Text | str]]:
    mark = " (hypothetical)" if turn.after.rulebook.startswith(MARK) else ""
    yield labels[0], Text.assemble(*_outcome(turn.before))
    yield labels[1], Text.assemble(*_outcome(turn.after), mark)


def _turn(rulebook: Rulebook, turn: Turn, labels: tuple[str, str]) -> Iterator[RenderableType]:
    """Yield one decision that changes: whose, where, from what to what, why, and under which reading."""
    yield indented(Text.assemble((_subject(rulebook, turn), "heading")))
    yield indented(labelled([*_both(turn, labels), *_reasons(rulebook, turn, labels)], width=_WIDTH), 4)


def _subject(rulebook: Rulebook, turn: Turn) -> str:
    return f"{vendor_name(rulebook, turn.before.vendor)}{_where(turn.asked)}"


def _where(asked: SupposedQuestion) -> str:
    system = f" in {visible(asked.system)}" if asked.system else ""
    return f"{system} on {visible(asked.contract) if asked.contract else 'any contract'}"


def _reasons(rulebook: Rulebook, turn: Turn, labels: tuple[str, str]) -> Iterator[tuple[str, Text | str]]:
    """Yield each instrument whose part changes, as it would be and as it is."""
    for one in moved(turn.before, turn.after):
        yield "instrument", Text(one.instrument, style="heading")
        yield labels[1], _part(rulebook, one.after)
        yield labels[0], _part(rulebook, one.before)
    if turn.after.unknown:
        yield "asks for", ", ".join(unknown.fact for unknown in turn.after.unknown)
    for last in turn.after.last_days:
        yield "last day", f"{last.until}: {last.instrument}, {last.title}"
    for read in turn.read_as:
        yield "read as", Text.assemble(f"{read.alternative.id}: ", *_outcome(read.decision), " (hypothetical)")


def _part(rulebook: Rulebook, part: Part | None) -> str:
    if part is None:
        return "it does not name this vendor"
    citations = tuple(dict.fromkeys(part.cited))
    source = f" [{cited_briefly(rulebook, citations)}]" if citations else ""
    if isinstance(part, Reason):
        spread = WORD[part.best] if part.best is part.worst else f"between {WORD[part.best]} and {WORD[part.worst]}"
        return f"{spread}: {part.because}{source}"
    return f"set aside: {part.because}{source}"


def _tally(view: View, unread: Sequence[str]) -> Iterator[RenderableType]:
    changed, other = view.those(Differs.OUTCOME), view.those(Differs.GROUNDS)
    same = len(view.turns) - len(changed) - len(other)
    parts = [f"{count(len(changed), 'decision changes', 'decisions change')}"]
    if other:
        parts.append(f"{len(other):,} with the same outcome on other grounds")
    parts.append(f"{same:,} stay as they are" if same != 1 else "1 stays as it is")
    compared = f"{count(len(view.turns), 'decision')} compared{MORE_UNREAD if unread else ''}"
    yield indented(Text(f"{'; '.join(parts)}; {compared}."))


def _bearing(rulebook: Rulebook, one: OneVendor) -> Iterator[RenderableType]:
    """Yield what the known facts do: those that would turn the answer, and those that nobody asks for."""
    rows = [row for hinge in one.hinges for row in _hinge(hinge)]
    rows += [("bears not", _unasked(rulebook, one.vendor, fact)) for fact in one.unasked]
    if rows:
        yield ""
        yield heading("What the answer hangs on")
        yield indented(labelled(rows, width=_WIDTH))


def _hinge(hinge: Hinge) -> Iterator[tuple[str, Text | str]]:
    """Yield another value of a fact, with the answers on every day of the page."""
    yield "if", Text(f"{hinge.fact} were {fact_value(hinge.value)}", style="heading")
    for turn in hinge.turns:
        same = differs(turn.before, turn.after) is not Differs.OUTCOME
        then = Text.assemble("; supposed ", (outcome_words(turn.after), STYLE[turn.after.outcome]))
        asks = ", ".join(unknown.fact for unknown in turn.before.unknown)
        yield (
            str(turn.after.as_of),
            Text.assemble(
                (outcome_words(turn.before), STYLE[turn.before.outcome]),
                f", asks for {asks}" if asks else "",
                Text() if same else then,
            ),
        )


def _unasked(rulebook: Rulebook, vendor: VendorId, fact: Unasked) -> str:
    name = vendor_name(rulebook, vendor)
    text = f"{fact.fact} {visible(fact_value(fact.value))}: no instrument about {name} asks for it"
    if not fact.instruments:
        return text
    others = listed([vendor_name(rulebook, each) for each in fact.vendors])
    ask = "ask" if len(fact.instruments) > 1 else "asks"
    return f"{text}. {listed(list(fact.instruments))} {ask} for it, about {others}"


def _through(rulebook: Rulebook, way: Decision) -> Text:
    """Return what stands about the cloud or reseller itself; who made the model is another question."""
    name = Text(f"{vendor_name(rulebook, way.vendor)} itself: ")
    if not (way.reasons or way.set_aside):
        return name.append(f"no instrument in the rulebook names it, as last verified {way.verified_through}")
    asks = [unknown.fact for unknown in way.unknown]
    open_ = f", asks for {listed(asks)} ({', '.join(way.unknown[0].instruments)})" if asks else ""
    return name + Text.assemble(*_outcome(way), open_)


def _every(page: WhatIf, one: OneVendor) -> Iterator[Citation]:
    for view in page.views:
        for turn in view.turns:
            for decision in (turn.before, turn.after):
                yield from every_citation(decision)
    for named in page.hypothesis.named:
        hypothetical = named.hypothetical
        yield from (*hypothetical.cited, *hypothetical.earliest.cited)
        yield from hypothetical.ordinarily.cited if hypothetical.ordinarily else ()
        for alternative in hypothetical.alternatives:
            yield from alternative.cited
    for way in one.through:
        yield from every_citation(way)
