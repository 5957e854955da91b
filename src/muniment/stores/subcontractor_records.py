"""The records in a subcontractor's folder, as JSON: requests, enrolled keys, and what was received."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from muniment.domain.ids import ContractId
from muniment.domain.subcontract import AskedClause, Enrolment, Kind, Received, Request, Subcontractor
from muniment.errors import InputError, Problem, ProofError
from muniment.prove.canonical import parse
from muniment.prove.fields import Fields, digest_object
from muniment.prove.parts import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.domain.ids import Digest
    from muniment.prove.canonical import Json

T = TypeVar("T")

_REQUESTS, _KEYS, _RECEIVED = (f"muniment.subcontractor-{each}/1" for each in ("requests", "keys", "received"))


def write_requests(of: Subcontractor, requests: Sequence[Request]) -> bytes:
    """Return the file with all requests to one subcontractor."""
    return _written(_REQUESTS, "requests", [_request_value(each) for each in requests], uei=of.uei, name=of.name)


def read_requests(raw: bytes, where: str) -> tuple[Request, ...]:
    """Return the requests in a file. Raises: InputError."""
    return _read(raw, where, _REQUESTS, "requests", _request, "uei name")


def write_keys(enrolments: Sequence[Enrolment]) -> bytes:
    """Return the file with every key that was enrolled, the one that counts last."""
    return _written(_KEYS, "keys", [
        {
            "at": instant(each.at),
            "by": each.by,
            "key": each.key,
            "keyid": each.keyid,
            "ledger": each.ledger,
            "reason": each.reason,
        }
        for each in enrolments
    ])  # fmt: skip


def read_keys(raw: bytes, where: str) -> tuple[Enrolment, ...]:
    """Return the enrolments in a file, the one that counts last. Raises: InputError."""
    return _read(raw, where, _KEYS, "keys", _enrolment)


def write_received(received: Sequence[Received]) -> bytes:
    """Return the file that tells of everything that came, in order."""
    return _written(_RECEIVED, "received", [
        {
            "answers": None if each.answers is None else digest_object(each.answers),
            "at": instant(each.at),
            "by": each.by,
            "checked_with": each.checked_with,
            "digest": digest_object(each.digest),
            "file": each.file,
            "kind": each.kind.value,
            "request": each.request,
        }
        for each in received
    ])  # fmt: skip


def read_received(raw: bytes, where: str) -> tuple[Received, ...]:
    """Return what came, in order. Raises: InputError."""
    return _read(raw, where, _RECEIVED, "received", _received)


def _written(format_: str, under: str, listed: list[dict[str, Any]], **more: str) -> bytes:
    text = json.dumps({"format": format_, **more, under: listed}, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _read(
    raw: bytes, where: str, format_: str, name: str, read: Callable[[Fields], T], more: str = ""
) -> tuple[T, ...]:
    try:
        fields = Fields.of(parse(raw, where), where, f"format {name} {more}")
        if fields.text("format") != format_:
            what, help_ = f"is not of the format `{format_}`", "use a newer release"
            raise InputError(Problem(where=where, what=what, help=help_))
        above = {key: fields.values[key] for key in more.split()}
        return fields.each(name, lambda value, at: read(Fields(at, _with(value, above))))
    except ProofError as error:
        raise InputError(*error.problems) from error
    except KeyError as error:
        raise InputError(Problem(where=where, what=f"lacks the field `{error.args[0]}`")) from error


def _with(value: Json, above: dict[str, Json]) -> dict[str, Json]:
    return {**above, **value} if isinstance(value, dict) else above


def _request_value(each: Request) -> dict[str, Any]:
    return {
        "clauses": [{"at": list(one.at), "clause": one.clause} for one in each.clauses],
        "contract": each.contract,
        "due": str(each.due),
        "id": each.id,
        "order": each.order,
        "sent": str(each.sent),
    }


def _request(fields: Fields) -> Request:
    return Request(
        id=fields.named("id"),
        contract=ContractId(fields.named("contract")),
        order=fields.named("order"),
        of=Subcontractor(uei=fields.named("uei"), name=fields.text("name")),
        clauses=fields.each("clauses", _clause),
        sent=fields.day("sent"),
        due=fields.day("due"),
    )


def _clause(value: Json, at: str) -> AskedClause:
    fields = Fields.of(value, at, "at clause")
    return AskedClause(clause=fields.named("clause"), at=fields.each("at", lambda one, _: str(one)))


def _enrolment(fields: Fields) -> Enrolment:
    return Enrolment(
        key=fields.named("key"),
        keyid=fields.named("keyid"),
        ledger=fields.text("ledger"),
        by=fields.named("by"),
        at=fields.instant("at"),
        reason=fields.text("reason"),
    )


def _received(fields: Fields) -> Received:
    return Received(
        digest=fields.digest("digest"),
        file=fields.named("file"),
        kind=fields.choice(Kind, "kind"),
        request=fields.text("request"),
        by=fields.named("by"),
        at=fields.instant("at"),
        answers=fields.maybe("answers", _digest(fields)),
        checked_with=fields.text("checked_with"),
    )


def _digest(fields: Fields) -> Callable[[str], Digest]:
    return fields.digest
