"""Disclosures: which open matters are told, and whether each is told as a clause wants it told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from muniment.app.certify.blockers import BlockerKind
from muniment.domain.statement import DisclosedField, Disclosure
from muniment.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from muniment.app.certify.blockers import Blocker
    from muniment.app.certify.represent import Answered
    from muniment.domain.certification import DisclosedMatter
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.template import DisclosureParagraph


def told(said: Sequence[DisclosedMatter], found: Sequence[Blocker]) -> dict[str, DisclosedMatter]:
    """Return what is said of each blocker that is disclosed; an exact id goes before one with `*`."""
    exact = {each.id: each for each in said}
    matched = {}
    for blocker in (each for each in found if each.kind.disclosable):
        one = exact.get(blocker.id) or next((each for each in said if _stands_for(each.id, blocker)), None)
        if one is not None:
            matched[blocker.id] = one
    return matched


def disclosures(
    said: Mapping[str, DisclosedMatter], found: Sequence[Blocker], book: Rulebook
) -> tuple[Disclosure, ...]:
    """Return each of `found` with what is said of it. Not checked: what `faults` finds."""
    return tuple(
        Disclosure(
            id=each.id,
            matter=each.sentence,
            text=said[each.id].text.strip(),
            under=said[each.id].under,
            fields=_fields(said[each.id], paragraph(said[each.id].under, book)),
        )
        for each in found
    )


def paragraph(under: str, book: Rulebook) -> DisclosureParagraph | None:
    """Return the paragraph of a clause that lists what to disclose, by the number of the clause and its place."""
    for template in book.templates.values():
        if under.startswith(template.clause) and (one := template.disclosure(under.removeprefix(template.clause))):
            return one
    return None


def faults(
    said: Sequence[DisclosedMatter], found: Sequence[Blocker], answers: Sequence[Answered], book: Rulebook
) -> list[Problem]:
    """Return what is wrong with disclosures: told twice, of nothing open, without words, or not as the clause asks."""
    problems = []
    for name, count in Counter(each.id for each in said).items():
        if count > 1:
            problems.append(_problem(name, f"is given {count} times", "put it into one text"))
        if not any(_stands_for(name, each) for each in found):
            problems.append(_problem(name, "names nothing that is open", _open_ids(found)))
    problems += [
        _problem(each.id, "says nothing", "write what the reader must know") for each in said if not each.text.strip()
    ]
    wanted = {name: one for one in answers for name in _asked_for(one)}
    for each in said:
        problems += _of_fields(each, wanted.get(each.id), book)
    return problems


def _asked_for(answer: Answered) -> Iterator[str]:
    """Yield the ids of uses that the answer wants disclosed in the fields of its clause."""
    for vendor, system, surely in answer.uses:
        if surely and answer.paragraphs and not answer.denied(surely=surely):
            yield answer.disclosure_id(vendor, system)


def _of_fields(said: DisclosedMatter, wanted: Answered | None, book: Rulebook) -> Iterator[Problem]:
    if wanted is not None:
        refs = [f"{wanted.template.clause}{each.at}" for each in wanted.paragraphs]
        if said.under not in refs:
            listed = ", ".join(f"`{ref}`" for ref in refs)
            yield _problem(said.id, "is not told under a paragraph of its clause", f"add `under`, one of {listed}")
            return
    one = paragraph(said.under, book)
    if said.under and one is None:
        yield _problem(said.id, f"is told under `{said.under}`, which lists nothing to disclose", "mend `under`")
        return
    if said.fields and one is None:
        yield _problem(said.id, "has fields and no paragraph that lists them", "add `under`")
        return
    yield from _of_paragraph(said, one)


def _of_paragraph(said: DisclosedMatter, one: DisclosureParagraph | None) -> Iterator[Problem]:
    given = dict(said.fields)
    known = {field.id: (item, field) for item in (one.items if one else ()) for field in item.fields}
    for name in given:
        if name not in known:
            choice = ", ".join(f"`{each}`" for each in known)
            yield _problem(said.id, f"has a field `{name}` that {said.under} does not list", f"listed: {choice}")
    for name, (item, field) in known.items():
        if field.needed and not given.get(name, "").strip():
            what = f"lacks `{name}`, which {said.under}{item.at} asks for"
            yield _problem(said.id, what, f"the clause: {item.says}")


def _fields(said: DisclosedMatter, one: DisclosureParagraph | None) -> tuple[DisclosedField, ...]:
    given = dict(said.fields)
    return tuple(
        DisclosedField(ref=f"{said.under}{item.at}", name=field.id, value=given[field.id].strip())
        for item in (one.items if one else ())
        for field in item.fields
        if given.get(field.id, "").strip()
    )


def _stands_for(name: str, blocker: Blocker) -> bool:
    return name == blocker.id or (
        name.endswith("*") and blocker.kind is BlockerKind.UNREAD and blocker.id.startswith(name[:-1])
    )


def _problem(name: str, what: str, help_: str) -> Problem:
    return Problem(where=f"disclosure `{name}`", what=what, help=help_)


def _open_ids(found: Sequence[Blocker]) -> str:
    ids = [f"`{each.id}`" for each in found if each.kind.disclosable]
    return "open: " + ", ".join(ids) if ids else "leave it out: nothing is open that can be disclosed"
