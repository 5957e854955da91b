"""The draft of a certificate, in TOML: what people bring to it. `docs/certify.md` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from muniment.domain.answer import RepresentedAnswer
from muniment.domain.certification import (
    AskedPerson,
    Certification,
    DisclosedMatter,
    Draft,
    FlowDown,
    Inquiry,
    Letter,
    OnFile,
    PhaseOut,
    Represented,
    Search,
    Signatory,
)
from muniment.domain.ids import ContractId, SystemId, TemplateId, VendorId
from muniment.errors import DraftError
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_TOP = (
    *(
        "contract",
        "modification",
        "requested_by",
        "signatory",
        "title",
        "valid_until",
        "supersedes",
        "inquiry",
        "evidence",
    ),
    *("representations", "letters", "disclosures", "waivers", "phase_out", "flow_down"),
)


def read_draft(text: str, *, where: str) -> Draft:
    """Return the draft that `text` describes; `where` names the file.

    Not checked: that templates, paragraphs, open matters and waivers exist, and that files do.
    Raises: DraftError with everything that is wrong.   Source: TOML 1.0.0.
    """
    text = text.removeprefix("\ufeff")
    notes = Notes(where, places(text))
    top = Table(values=parse(text, where, DraftError), path=(), header="the draft", notes=notes)
    top.allow(*_TOP)
    top.require("contract")
    draft = Draft(
        contract=ContractId(top.take("contract", toml_table.name) or ""),
        signatory=Signatory(name=_line(top, "signatory"), title=_line(top, "title")),
        valid_until=top.take("valid_until", toml_table.day),
        brings=_brings(top),
        supersedes=_line(top, "supersedes"),
    )
    if notes.problems:
        raise DraftError(*notes.problems)
    return draft


def _brings(top: Table) -> Certification:
    waivers = _all(top, "waivers", ("id", "document"), _waiver)
    return Certification(
        modification=_line(top, "modification"),
        requested_by=_line(top, "requested_by"),
        represented=_all(top, "representations", ("template", "at", "answer"), _represented, ("copy",)),
        letters=_all(top, "letters", ("source", "words"), _letter, ("letter",)),
        told=_all(top, "disclosures", ("id", "text"), _told, ("under", "fields")),
        waivers=waivers,
        phase_out=_all(top, "phase_out", ("vendor", "system", "until", "how"), _phase_out),
        inquiry=_inquiry(top),
        evidence=_lines(top, "evidence"),
        flow_down=_all(top, "flow_down", ("subcontractor", "clause", "on_file"), _flow_down, ("document",)),
    )


def _represented(table: Table) -> Represented | None:
    template, at = table.take("template", toml_table.name), table.take("at", toml_table.text)
    answer = table.take("answer", toml_table.member(RepresentedAnswer))
    if template is None or at is None or answer is None:
        return None
    return Represented(template=TemplateId(template), at=at, answer=answer, copy=_line(table, "copy"))


def _letter(table: Table) -> Letter | None:
    source, words = table.take("source", toml_table.text), table.take("words", toml_table.text)
    if source is None or words is None:
        return None
    return Letter(source=source, words=words, letter=_line(table, "letter"))


def _told(table: Table) -> DisclosedMatter | None:
    id_, words = table.take("id", toml_table.name), table.take("text", _words)
    fields: tuple[tuple[str, str], ...] = ()
    if "fields" in table.values:
        below = table.below("fields", "[disclosures.fields]")
        fields = tuple((key, below.take(key, _words) or "") for key in below.values)
    if id_ is None or words is None:
        return None
    return DisclosedMatter(id=id_, text=words, under=_line(table, "under"), fields=fields)


def _waiver(table: Table) -> tuple[str, str] | None:
    id_, document = table.take("id", toml_table.name), table.take("document", toml_table.text)
    return None if id_ is None or document is None else (id_, document)


def _phase_out(table: Table) -> PhaseOut | None:
    vendor, system = table.take("vendor", toml_table.name), table.take("system", toml_table.name)
    until, how = table.take("until", toml_table.day), table.take("how", _words)
    if vendor is None or system is None or until is None or how is None:
        return None
    return PhaseOut(vendor=VendorId(vendor), system=SystemId(system), until=until, how=how)


def _flow_down(table: Table) -> FlowDown | None:
    subcontractor, clause = table.take("subcontractor", toml_table.text), table.take("clause", toml_table.text)
    on_file = table.take("on_file", toml_table.member(OnFile))
    if subcontractor is None or clause is None or on_file is None:
        return None
    return FlowDown(subcontractor=subcontractor, clause=clause, on_file=on_file, document=_line(table, "document"))


def _inquiry(top: Table) -> Inquiry:
    if "inquiry" not in top.values:
        return Inquiry()
    table = top.below("inquiry", "[inquiry]")
    table.allow("methods", "people", "searches", "limits")
    return Inquiry(
        methods=_lines(table, "methods"),
        people=_all(table, "people", ("name", "on", "about"), _person, ("role",)),
        searches=_all(table, "searches", ("where", "words", "on", "by", "result"), _search),
        limits=_lines(table, "limits"),
    )


def _person(table: Table) -> AskedPerson | None:
    name, on, about = table.take("name", toml_table.text), table.take("on", toml_table.day), table.take("about", _words)
    if name is None or on is None or about is None:
        return None
    return AskedPerson(name=name, role=_line(table, "role"), on=on, about=about)


def _search(table: Table) -> Search | None:
    where, words, by = (table.take(key, toml_table.text) for key in ("where", "words", "by"))
    on, result = table.take("on", toml_table.day), table.take("result", _words)
    if where is None or words is None or by is None or on is None or result is None:
        return None
    return Search(where=where, words=words, on=on, by=by, result=result)


def _all(
    top: Table, key: str, needs: tuple[str, ...], read: Callable[[Table], T | None], may: tuple[str, ...] = ()
) -> tuple[T, ...]:
    """Return every table of a list that can be read; what is missing, unknown or unfit is noted."""
    header = f"[[{'.'.join(str(part) for part in (*top.path, key))}]]"
    found = []
    for table in top.all_below(key, header):
        table.allow(*needs, *may)
        table.require(*needs)
        found.append(read(table))
    return tuple(each for each in found if each is not None)


def _line(table: Table, key: str) -> str:
    """Return one line of text; nothing where the key is left out or empty, as in a draft that is not filled in."""
    return "" if table.values.get(key) == "" else table.take(key, toml_table.text) or ""


def _lines(table: Table, key: str) -> tuple[str, ...]:
    return tuple(line for _, line in table.each(key, _words) or ())


def _words(value: object) -> str:
    """Return text of one line or more. Raises: UnfitError."""
    if isinstance(value, str) and value.strip():
        lines = value.strip().splitlines()
        if all(line.isprintable() for line in lines):
            return "\n".join(lines)
    return toml_table.text(value)
