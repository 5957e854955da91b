"""Templates: what a clause asks to be represented and disclosed, in the clause's own words or in none."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from muniment.domain.answer import RepresentedAnswer
from muniment.domain.citation import Citation, Confidence
from muniment.domain.condition import ALWAYS, NEVER
from muniment.domain.duty import ClockUnit, Datum
from muniment.domain.ids import Digest, TemplateId
from muniment.domain.template import (
    Covers,
    DisclosureField,
    DisclosureItem,
    DisclosureParagraph,
    Family,
    Lasting,
    Recurring,
    RepresentationAsked,
    Template,
    Wording,
)
from muniment.rulebook.fields import (
    choice,
    each,
    fields,
    identifier,
    number,
    resolve,
    some,
    text,
    text_or_empty,
    unique,
    yes_no,
)
from muniment.rulebook.parse_conditions import parse_condition
from muniment.rulebook.parse_restrictions import file_id
from muniment.rulebook.parse_sources import CITING, PINPOINT, cited
from muniment.rulebook.yaml_text import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.condition import Condition
    from muniment.domain.ids import InstrumentId
    from muniment.domain.restriction import Restriction
    from muniment.rulebook.known import Known
    from muniment.rulebook.yaml_text import Block, Node

_NEEDS = ("id", "family", "clause", "version", "title", *CITING)
_MAY = (*PINPOINT, "representations", "disclosures", "recurring", "lasts", "passed_on", "note")


def parse_template(node: Node, stem: str, known: Known, bound: Mapping[InstrumentId, Restriction]) -> Template:
    """Return the template in the file named `stem`; what it covers is barred by restrictions in `bound`."""
    found = fields(node, "a template", needs=_NEEDS, may=_MAY)
    whole = cited(found, known.sources)
    regimes = {restriction.regime: restriction.regime for restriction in bound.values()}
    asked = each(found.get("representations"), lambda item: _asked(item, known, regimes, whole))
    lasts = found.get("lasts")
    template = Template(
        id=TemplateId(file_id(found["id"], stem)),
        family=choice(found["family"], Family),
        clause=text(found["clause"]),
        version=text(found["version"]),
        title=text(found["title"]),
        cited=whole,
        asked=asked,
        disclosures=each(found.get("disclosures"), _paragraph),
        recurring=each(found.get("recurring"), lambda item: _recurring(item, known)),
        lasts=None if lasts is None else _lasting(lasts, known),
        passed_on=text_or_empty(found.get("passed_on")),
        note=text_or_empty(found.get("note")),
    )
    _refuse_loose_ends(template, found)
    return template


def _refuse_loose_ends(template: Template, found: Block) -> None:
    """Refuse two paragraphs with one name, and a disclosure under a paragraph that represents nothing."""
    for key, paragraphs in (
        ("representations", [one.at for one in template.asked]),
        ("disclosures", [one.at for one in template.disclosures]),
    ):
        if key in found.keys:
            unique([(at or "any", found[key].place) for at in paragraphs], "paragraph")
    known = {one.at for one in template.asked}
    for one in template.disclosures:
        if one.under and one.under not in known:
            what = f"`{one.at}` is disclosed under `{one.under}`, which is no representation here"
            raise refusal(found["disclosures"].place, what, "name the paragraph of a representation")
    if not (template.asked or template.disclosures or template.recurring):
        raise refusal(found.place, "the template asks for nothing", "add `representations`, or remove the file")


def _asked(node: Node, known: Known, regimes: Mapping[str, str], whole: Citation) -> RepresentationAsked:
    may = ("at", "text", "digest", "skip", "confidence")
    found = fields(node, "a representation", needs=("answers", "covers"), may=may)
    at, wording = text_or_empty(found.get("at")), _wording(found)
    confidence = whole.confidence if "confidence" not in found.keys else choice(found["confidence"], Confidence)
    if not at and (wording is not None or confidence is not Confidence.WEAK):
        what = "a representation without `at` stands for a clause that nobody read"
        raise refusal(found.place, what, "name the paragraph, or leave `text` out and write `confidence: weak`")
    skipped, skipped_at = _skip(found.get("skip"), known)
    return RepresentationAsked(
        at=at,
        answers=some(found["answers"], lambda item: choice(item, RepresentedAnswer)),
        covers=_covers(found["covers"], known, regimes),
        cited=Citation(source=whole.source, at=at, confidence=confidence),
        wording=wording,
        skipped=skipped,
        skipped_at=skipped_at,
    )


def _wording(found: Block) -> Wording | None:
    words, stated = found.get("text"), found.get("digest")
    if words is None and stated is None:
        return None
    if words is None or stated is None:
        raise refusal(found.place, "`text` and `digest` go together", "give the SHA-256 of the words in UTF-8")
    plain = text(words)
    digest = "sha256:" + hashlib.sha256(plain.encode()).hexdigest()
    if text(stated) != digest:
        help_ = f"compare the words with the official text; these have `{digest}`"
        raise refusal(words.place, "the words do not have the digest that is given for them", help_)
    return Wording(text=plain, digest=Digest(digest))


def _skip(node: Node | None, known: Known) -> tuple[Condition, str]:
    if node is None:
        return NEVER, ""
    found = fields(node, "a skip rule", needs=("when", "at"))
    return parse_condition(found["when"], known), text(found["at"])


def _covers(node: Node, known: Known, regimes: Mapping[str, str]) -> Covers:
    found = fields(node, "`covers`", needs=("regimes",), may=("anywhere", "when"))
    return Covers(
        regimes=some(found["regimes"], lambda item: resolve(item, regimes, str, "regime")),
        anywhere="anywhere" in found.keys and yes_no(found["anywhere"]),
        when=parse_condition(found["when"], known) if "when" in found.keys else None,
    )


def _paragraph(node: Node) -> DisclosureParagraph:
    found = fields(node, "a paragraph of disclosures", needs=("at", "title", "items"), may=("under",))
    items = some(found["items"], _item)
    unique([(one.id, found["items"].place) for item in items for one in item.fields], "field")
    return DisclosureParagraph(
        at=text(found["at"]),
        title=text(found["title"]),
        under=text_or_empty(found.get("under")),
        items=items,
    )


def _item(node: Node) -> DisclosureItem:
    found = fields(node, "an item of a disclosure", needs=("at", "says", "fields"))
    return DisclosureItem(at=text(found["at"]), says=text(found["says"]), fields=some(found["fields"], _field))


def _field(node: Node) -> DisclosureField:
    found = fields(node, "a field", needs=("id",), may=("needed", "fills"))
    return DisclosureField(
        id=identifier(found["id"]),
        needed="needed" not in found.keys or yes_no(found["needed"]),
        fills=choice(found["fills"], Datum) if "fills" in found.keys else None,
    )


def _recurring(node: Node, known: Known) -> Recurring:
    found = fields(node, "a recurring duty", needs=("id", "what", "count", "unit", *CITING), may=(*PINPOINT, "when"))
    return Recurring(
        id=identifier(found["id"]),
        what=text(found["what"]),
        count=number(found["count"]),
        unit=choice(found["unit"], ClockUnit),
        cited=cited(found, known.sources),
        when=parse_condition(found["when"], known) if "when" in found.keys else ALWAYS,
    )


def _lasting(node: Node, known: Known) -> Lasting:
    found = fields(node, "`lasts`", needs=("months", *CITING), may=PINPOINT)
    return Lasting(months=number(found["months"]), cited=cited(found, known.sources))
