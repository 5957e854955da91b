"""Decision records, read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.agreement import Waiver
from muniment.domain.contract import Posture
from muniment.domain.dated import Interval
from muniment.domain.ids import ContractId, Digest, FactId, InstrumentId, SystemId, VendorId
from muniment.domain.moment import NoMomentError, parse_day, parse_moment
from muniment.domain.record import AskedBy, Record, RecordedQuestion
from muniment.errors import InputError, Problem, ProofError
from muniment.prove.canonical import parse

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.condition import FactValue
    from muniment.domain.moment import Moment

FORMAT = "muniment.record/1"
_QUESTION = "age_limit as_of asked contract facts postures system vendor waivers"
_HELP = "`muniment check --record FILE` and `muniment explain --record FILE` write one"


class _MalformedError(Exception):
    """A part of the record that is not as its schema says; the text names it."""


def read_record(raw: bytes, where: str) -> Record:
    """Return the record in `raw`.

    Raises: InputError, naming the part that is no record.
    """
    try:
        return _record(parse(raw, where), where)
    except ProofError as error:
        raise InputError(*error.problems) from error
    except _MalformedError as error:
        raise InputError(Problem(where=where, what=str(error), help=_HELP)) from error


def _record(value: object, where: str) -> Record:
    found = _object(value, "the file")
    if found.get("format") != FORMAT:
        raise _MalformedError(f"is no decision record: its `format` is not `{FORMAT}`")
    _only(found, "the file", "entries format program rulebook")
    book = _known(found.get("rulebook"), "`rulebook`", "digest overlays released version")
    entries = [_known(entry, "an entry", "decision question") for entry in _list(found.get("entries"), "`entries`")]
    return Record(
        where=where,
        program=_text(found, "program"),
        rulebook=Digest(_text(book, "digest")),
        version=_text(book, "version"),
        questions=tuple(_question(_known(entry.get("question"), "`question`", _QUESTION)) for entry in entries),
        answers=tuple(_object(entry.get("decision"), "`decision`") for entry in entries),
    )


def _question(found: Mapping[str, object]) -> RecordedQuestion:
    contract, system = _text_or_none(found, "contract"), _text_or_none(found, "system")
    return RecordedQuestion(
        vendor=VendorId(_text(found, "vendor")),
        as_of=_day(_text(found, "as_of")),
        facts={FactId(key): _fact(value) for key, value in _object(found.get("facts"), "`facts`").items()},
        waivers=tuple(_waiver(each) for each in _list(found.get("waivers"), "`waivers`")),
        postures=tuple(_posture(each) for each in _list(found.get("postures"), "`postures`")),
        contract=None if contract is None else ContractId(contract),
        system=None if system is None else SystemId(system),
        age_limit=_limit(found["age_limit"]) if "age_limit" in found else None,
        asked=_asked(found["asked"]) if "asked" in found else None,
    )


def _asked(value: object) -> AskedBy:
    found = _known(value, "`asked`", "by on words")
    return AskedBy(by=_text(found, "by"), on=_day(_text(found, "on")), words=_text(found, "words"))


def _fact(value: object) -> FactValue:
    match value:
        case bool() | str():
            return value
        case {"day": str(day)}:
            return _day(day)
        case {"moment": str(moment)}:
            return _moment(moment)
        case list() if all(isinstance(each, str) for each in value):
            return frozenset(cast("list[str]", value))
        case _:
            raise _MalformedError(f"`{value}` is no value of a fact")


def _waiver(value: object) -> Waiver:
    found = _known(value, "a waiver", "contract document from granted_by id instrument to")
    end = _text_or_none(found, "to")
    return Waiver(
        id=_text(found, "id"),
        instrument=InstrumentId(_text(found, "instrument")),
        contract=ContractId(_text(found, "contract")),
        granted_by=_text(found, "granted_by"),
        document=_text(found, "document"),
        during=Interval(start=_day(_text(found, "from")), end=None if end is None else _day(end)),
    )


def _posture(value: object) -> Posture:
    found = _known(value, "a posture", "decided_by instrument on reading why")
    return Posture(
        instrument=InstrumentId(_text(found, "instrument")),
        reading=_text(found, "reading"),
        decided_by=_text(found, "decided_by"),
        on=_day(_text(found, "on")),
        why=_text(found, "why"),
    )


def _limit(value: object) -> AgeLimit:
    found = _known(value, "`age_limit`", "asked_on max_days set_in")
    days, set_in = found.get("max_days"), _text(found, "set_in")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise _MalformedError("`max_days` is no number of days")
    if set_in not in {each.value for each in SetIn}:
        raise _MalformedError(f"`set_in` cannot be `{set_in}`")
    return AgeLimit(asked_on=_day(_text(found, "asked_on")), max_days=days, set_in=SetIn(set_in))


def _object(value: object, what: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise _MalformedError(f"{what} is no JSON object")


def _known(value: object, what: str, names: str) -> Mapping[str, object]:
    """Return an object that has no other keys than `names`, which are separated by blanks."""
    found = _object(value, what)
    _only(found, what, names)
    return found


def _only(found: Mapping[str, object], what: str, names: str) -> None:
    if unknown := sorted(set(found) - set(names.split())):
        raise _MalformedError(f"{what} has the unknown key `{unknown[0]}`; a newer release may know it")


def _list(value: object, what: str) -> Sequence[object]:
    if isinstance(value, list):
        return value
    raise _MalformedError(f"{what} is no list")


def _text(found: Mapping[str, object], key: str) -> str:
    value = found.get(key)
    if isinstance(value, str):
        return value
    raise _MalformedError(f"`{key}` is no text")


def _text_or_none(found: Mapping[str, object], key: str) -> str | None:
    return None if found.get(key) is None else _text(found, key)


def _moment(text: str) -> Moment:
    try:
        return parse_moment(text, ZoneInfo)
    except NoMomentError as error:
        raise _MalformedError(f"`{text}` {error.what}") from error


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise _MalformedError(f"`{text}` is no day") from error
