"""What the log of calls says of one call: that it was denied, or is about to be sent; and what came of it.

No record holds text of a request or an answer: they are told by size and digest.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.gateway.admission import Admission
    from muniment.app.gateway.callers import Known
    from muniment.app.gateway.moves import Successor
    from muniment.domain.call import AnyJson, Dialect, ModelCall, Usage
    from muniment.domain.conversation import Lost
    from muniment.domain.gateway import DecisionId, Route, ServedModel, VoteTold
    from muniment.enforce.denials import Denial

_WRITER: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)
_THOUSANDTHS: Final = tuple(f"{each:03d}+00:00" for each in range(1000))
_MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class InCommon:
    """What the records of calls by one way have in common, as text: before what differs in them, and after it."""

    before: str
    after: str

    def intent(self, name: DecisionId, seconds: float, call: ModelCall, body: bytes) -> bytes:
        """Return the record that `body`, made of `call`, is about to be sent, so many `seconds` after 1970."""
        tools = _WRITER.encode([tool.name for tool in call.tools]) if call.tools else "[]"
        return (
            f'{{"kind":"intent","call":"{name}","at":"{_instant(seconds)}",{self.before},'
            f'"stream":{"true" if call.stream else "false"},"tools":{tools},'
            f'"sent":{{"bytes":{len(body)},"sha256":"{sha256(body).hexdigest()}"}}{self.after}}}'
        ).encode()


def resumed_intent(intent: bytes, holds: Sequence[str]) -> bytes:
    """Return the record of an intent as one of going on with the calls of `holds`, which no vendor is asked for.

    Only whole texts are put together here (see `InCommon`), so it is made of that text: its kind, and a key at its end.
    """
    told = _WRITER.encode([each for each in holds if each.isascii() and each.replace("-", "").isalnum()])
    begun = b'{"kind":"intent",'
    return b"".join((b'{"kind":"resumed",', intent.removeprefix(begun)[:-1], f',"resumes":{told}}}'.encode()))


class CallEntry:
    """Gathers what is known of a call on its way; what it never learnt is not in the record."""

    def __init__(self, name: DecisionId, known: Known, dialect: Dialect, seconds: float, configuration: str) -> None:
        """Begin with the call's name, who makes it, and when, in seconds after 1970.

        `configuration` is the digest of the gateway's file.
        """
        caller = known.caller
        self.name, self.known, self.dialect, self.seconds = name, known, dialect, seconds
        self.at = datetime.fromtimestamp(seconds, UTC)
        self._decided = self._before = self._moved = ""
        self._shape: dict[str, AnyJson] = {}
        self._told: dict[str, AnyJson] = {
            "caller": caller.id,
            "known_by": known.by,
            "person": known.person,
            "contract": caller.contract,
            "system": caller.system,
            "network": caller.network,
            "dialect": dialect.value,
            "configuration": configuration,
        }

    def serves(self, purpose: str, authority: str) -> None:
        """Note what the call is for."""
        self._told["purpose"], self._told["authority"] = purpose, authority

    def reads(self, call: ModelCall, route: Route, model: ServedModel) -> None:
        """Note what was read of the request, and where it would go."""
        self._told |= {
            "model": model.name,
            "sent_as": model.sent_as,
            "maker": model.maker,
            "operator": route.operator,
            "route": route.id,
            "host": route.url.partition("://")[2].partition("/")[0],
            **({"counts": True} if call.counts else {}),
        }
        self._shape = {"stream": call.stream, "tools": [tool.name for tool in call.tools]}

    def rests_on(self, admission: Admission) -> None:
        """Note the decisions."""
        self._decided = "," + admission.logged

    def moves(self, onto: Successor) -> None:
        """Note that what was read and decided so far is not what is sent, and what is tried in its place."""
        keys = ("dialect", "model", "sent_as", "maker", "operator", "route", "host")
        told: dict[str, AnyJson] = {"chosen_at": onto.replacement.where, **{key: self._told.get(key) for key in keys}}
        self._before = _WRITER.encode(told)[:-1] + self._decided
        self._moved = f',"replacement":{{"model":{_WRITER.encode(onto.model.name)},{onto.admission.logged}}}'

    def moved(self, call: ModelCall, onto: Successor, lost: Sequence[Lost]) -> None:
        """Note that the successor is asked, on its own decisions, and what could not be carried over."""
        self._told["dialect"] = onto.dialect.value
        self.reads(call, onto.setup.route, onto.model)
        self.rests_on(onto.admission)
        told = _WRITER.encode([asdict(each) for each in lost])
        self._moved = f',"moved":{self._before},"lost":{told}}}'

    def in_common(self) -> InCommon:
        """Return what the record of this call, if it is sent, has in common with others by the same way."""
        return InCommon(before=_WRITER.encode(self._told)[1:-1], after=self._decided + self._moved)

    def denied(self, denial: Denial) -> bytes:
        """Return the record that the call goes no further."""
        cited = [asdict(each) for each in denial.cited]
        missing = [fact for fact, _ in denial.missing]
        told: AnyJson = {"code": denial.code, "message": denial.message, "citations": cited, "missing": missing}
        begun = {"kind": "denied", "call": self.name, "at": _instant(self.seconds)}
        text = _WRITER.encode({**begun, **self._told, **self._shape, "denied": told})
        return (text[:-1] + self._decided + self._moved + "}").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolTold:
    """What became of one tool that an answer asked for. `arguments` is the SHA-256 of what the model wrote.

    `signed` is the digest of what people signed about it, `votes` are theirs; nothing where nobody has answered.
    """

    call_id: str
    name: str
    ruling: str
    arguments: str
    hold: str = ""
    signed: str = ""
    votes: Sequence[VoteTold] = ()


@dataclass(slots=True, kw_only=True)
class Ending:
    """What came of a call that was sent. `status` is the vendor's, 0 where none came.

    `bytes` and `sha256` are of the answer as it went to the client. `how` says whether it is whole. It is not frozen,
    as one is made for every call.
    """

    how: str
    status: int
    bytes: int
    sha256: str
    usage: Usage | None
    tools: Sequence[ToolTold]
    seconds: float
    vendor_request: str = ""
    lost: Sequence[Lost] = ()
    """What of the vendor's answer could not be said in the client's dialect."""


def ruling_record(name: str, at: datetime, told: ToolTold) -> bytes:
    """Return the record of what became of a tool that the answer to the call `name` asked for, before it leaves."""
    whole = {"kind": "ruling", "call": name, "at": _instant(at.timestamp()), "tool": asdict(told)}
    return _WRITER.encode(whole).encode()


def outcome_record(name: str, seconds: float, ending: Ending) -> bytes:
    """Return the record of what came of the call `name`, written so many `seconds` after 1970."""
    tools = _WRITER.encode([asdict(each) for each in ending.tools]) if ending.tools else "[]"
    return (
        f'{{"kind":"outcome","call":"{name}","at":"{_instant(seconds)}","how":"{ending.how}",'
        f'"status":{ending.status},"bytes":{ending.bytes},"sha256":"{ending.sha256}",'
        f'"usage":{_usage(ending.usage)},"tools":{tools},"seconds":{ending.seconds:.6f},'
        f'"vendor_request":{encode_basestring_ascii(ending.vendor_request)}}}'
    ).encode()


def _usage(usage: Usage | None) -> str:
    if usage is None:
        return "null"
    taken, given, cached = usage.input_tokens, usage.output_tokens, usage.cached_tokens
    return (
        f'{{"input_tokens":{"null" if taken is None else taken},"output_tokens":{"null" if given is None else given},'
        f'"cached_tokens":{"null" if cached is None else cached}}}'
    )


def _instant(seconds: float) -> str:
    """Return the instant so many `seconds` after 1970 as `isoformat` does, to the millisecond."""
    whole, rest = divmod(round(seconds * _MICROSECONDS), _MICROSECONDS)
    return _second(whole) + _THOUSANDTHS[rest // 1000]


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    """Return what many calls of one second have in common."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().removesuffix("+00:00") + "."
