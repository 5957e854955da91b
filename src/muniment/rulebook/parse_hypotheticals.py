"""Hypotheticals: named changes of the law that are a live possibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.condition import ALWAYS
from muniment.domain.hypothetical import Alternative, Hypothetical, HypotheticalMilestone, LawChange
from muniment.domain.ids import HypotheticalId, InstrumentId
from muniment.domain.restriction import EffectKind, State
from muniment.rulebook.fields import (
    choice,
    day,
    day_or_none,
    distinct,
    each,
    fields,
    identifier,
    resolve,
    some,
    text,
    text_or_empty,
)
from muniment.rulebook.parse_conditions import parse_condition
from muniment.rulebook.parse_restrictions import file_id
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited_by_all
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.citation import Citation
    from muniment.domain.restriction import Restriction
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Block, Node

_NEEDS = ("id", "title", "live", "earliest", "changes", *CITING)
_MAY = (*PINPOINT, "ordinarily", "unsettled", "alternatives", "note")
_TWO = 2


def parse_hypothetical(node: Node, stem: str, known: Known, bound: Mapping[InstrumentId, Restriction]) -> Hypothetical:
    """Return the hypothetical in the file named `stem`; what it changes is among the restrictions in `bound`."""
    found = fields(node, "a hypothetical", needs=_NEEDS, may=_MAY)
    distinct(found.get("alternatives"), "alternative")
    cited = cited_by_all(found, known.sources)
    hypothetical = Hypothetical(
        id=HypotheticalId(file_id(found["id"], stem)),
        title=text(found["title"]),
        live=text(found["live"]),
        cited=cited,
        earliest=_milestone(found["earliest"], known),
        ordinarily=_milestone(found["ordinarily"], known) if "ordinarily" in found.keys else None,
        changes=some(found["changes"], lambda item: _change(item, known, bound, cited)),
        unsettled=text_or_empty(found.get("unsettled")),
        alternatives=each(found.get("alternatives"), lambda item: _alternative(item, known, bound)),
        note=text_or_empty(found.get("note")),
    )
    _refuse_half_open(hypothetical, found)
    return hypothetical


def _refuse_half_open(hypothetical: Hypothetical, found: Block) -> None:
    """Refuse an open question without its readings, readings without the question, and days in the wrong order."""
    readings = len(hypothetical.alternatives)
    if bool(hypothetical.unsettled) != (readings >= _TWO):
        what = "`unsettled` goes with two `alternatives` or more, and they with it"
        raise refusal(found.place, what, "write what no source settles, and each reading of it")
    usual = hypothetical.ordinarily
    if usual is not None and usual.day <= hypothetical.earliest.day:
        what = f"`ordinarily` is {usual.day}, which does not come after `earliest`, {hypothetical.earliest.day}"
        raise refusal(found["ordinarily"].place, what, "leave it out where the two are the same")


def _milestone(node: Node, known: Known) -> HypotheticalMilestone:
    found = fields(node, "a day", needs=("date", "why", *CITING), may=PINPOINT)
    return HypotheticalMilestone(
        day=day(found["date"]), why=text(found["why"]), cited=cited_by_all(found, known.sources)
    )


def _alternative(node: Node, known: Known, bound: Mapping[InstrumentId, Restriction]) -> Alternative:
    found = fields(node, "an alternative", needs=("id", "says", "changes", *CITING), may=PINPOINT)
    cited = cited_by_all(found, known.sources)
    return Alternative(
        id=identifier(found["id"]),
        says=text(found["says"]),
        changes=some(found["changes"], lambda item: _change(item, known, bound, cited)),
        cited=cited,
    )


def _change(
    node: Node, known: Known, bound: Mapping[InstrumentId, Restriction], cited: tuple[Citation, ...]
) -> LawChange:
    may = ("state", "whom", "when", "effect", "until")
    found = fields(node, "a change", needs=("instrument",), may=may)
    state, effect = found.get("state"), found.get("effect")
    if state is None and effect is None:
        raise refusal(found.place, "the change says neither `state` nor `effect`", "add what is different")
    if (state is None) != (found.get("whom") is None):
        raise refusal(found.place, "`state` and `whom` go together", "say in words for whom the state holds")
    return LawChange(
        instrument=resolve(found["instrument"], bound, InstrumentId, "restriction").id,
        state=None if state is None else choice(state, State),
        whom=text_or_empty(found.get("whom")),
        when=parse_condition(found["when"], known) if "when" in found.keys else ALWAYS,
        effect=None if effect is None else choice(effect, EffectKind),
        until=day_or_none(found.get("until")),
        cited=cited,
    )
