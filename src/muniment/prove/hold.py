"""What people sign when they answer a hold: the hold as bytes and back, and the digests that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.hold import Grounds, HeldCall, Hold, HoldId, Requester
from muniment.domain.ids import Digest
from muniment.prove.any_json import canonical_any, parse_any, parse_object
from muniment.prove.canonical import digest, parse
from muniment.prove.fields import Fields, broken
from muniment.prove.parts import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson
    from muniment.prove.canonical import Json

FORMAT: Final = "muniment-hold/1"
_FIELDS: Final = (
    "approvers authority call contract created decision does effect expires format grounds id model policy purpose "
    "quorum requester schema server tool vendor"
)


def hold_text(hold: Hold) -> bytes:
    """Return `hold` as people sign it: RFC 8785. Instants are in UTC, to the second. Raises: ProofError."""
    call = hold.call
    return canonical_any({
        "format": FORMAT,
        "id": hold.id,
        "tool": call.tool,
        "server": call.server,
        "schema": call.schema,
        "arguments": call.arguments,
        "effect": call.effect,
        "does": call.does,
        "requester": {"caller": call.requester.caller, "person": call.requester.person},
        "contract": call.contract,
        "vendor": call.vendor,
        "model": call.model,
        "purpose": call.purpose,
        "authority": call.authority,
        "policy": call.policy,
        "call": call.call_id,
        "decision": call.decision,
        "grounds": [
            {"says": each.says, "by": each.by, "at": each.at, "confidence": each.confidence} for each in hold.grounds
        ],
        "quorum": hold.quorum,
        "approvers": list(hold.approvers),
        "created": instant(hold.created),
        "expires": instant(hold.expires),
    })  # fmt: skip


def read_hold(text: bytes) -> Hold:
    """Return the hold in `text`, which must be byte for byte what `hold_text` writes. Raises: ProofError."""
    document = dict(parse_object(text, "hold"))
    arguments = document.pop("arguments", None)
    if not isinstance(arguments, dict):
        raise broken("hold.arguments", "is not an object")
    hold = _hold(Fields.of(parse(canonical_any(document), "hold"), "hold", _FIELDS), arguments)
    if hold_text(hold) != text:
        raise broken("hold", "is not written as RFC 8785 writes it")
    return hold


def call_digest(tool: str, server: str, arguments: Mapping[str, AnyJson]) -> Digest:
    """Return the digest by which the side that runs a tool knows a call: tool, server and exact arguments."""
    return digest(canonical_any({"tool": tool, "server": server, "arguments": arguments}))


def arguments_in(text: str) -> Mapping[str, AnyJson]:
    """Return the arguments that a model wrote; no text at all stands for none. Raises: ProofError."""
    return parse_object(text.encode("utf-8", "surrogatepass") or b"{}", "arguments")


def with_hold(text: bytes, more: Mapping[str, AnyJson]) -> bytes:
    """Return canonical JSON with the hold of `text` in it beside `more`."""
    return canonical_any({**more, "hold": parse_any(text, "hold")})


def _hold(fields: Fields, arguments: Mapping[str, AnyJson]) -> Hold:
    if fields.text("format") != FORMAT:
        raise broken(fields.under("format"), f"`{fields.text('format')}` is not `{FORMAT}`", "use a newer release")
    if fields.count("quorum") < 1:
        raise broken(fields.under("quorum"), "asks for nobody")
    return Hold(
        id=HoldId(fields.named("id")),
        call=_call(fields, arguments),
        grounds=fields.each("grounds", _grounds),
        quorum=fields.count("quorum"),
        approvers=fields.each("approvers", _person),
        created=fields.instant("created"),
        expires=fields.instant("expires"),
    )


def _call(fields: Fields, arguments: Mapping[str, AnyJson]) -> HeldCall:
    requester = Fields.of(fields.values["requester"], fields.under("requester"), "caller person")
    return HeldCall(
        tool=fields.named("tool"),
        server=fields.text("server"),
        schema=fields.text("schema"),
        arguments=arguments,
        effect=fields.text("effect"),
        does=fields.text("does"),
        requester=Requester(caller=requester.named("caller"), person=requester.text("person")),
        contract=fields.text("contract"),
        vendor=fields.text("vendor"),
        model=fields.text("model"),
        purpose=fields.text("purpose"),
        authority=fields.text("authority"),
        policy=Digest(fields.text("policy")),
        call_id=fields.text("call"),
        decision=fields.text("decision"),
    )


def _grounds(value: Json, at: str) -> Grounds:
    fields = Fields.of(value, at, "says by at confidence")
    return Grounds(
        says=fields.text("says"), by=fields.text("by"), at=fields.text("at"), confidence=fields.text("confidence")
    )


def _person(value: Json, at: str) -> str:
    if not isinstance(value, str) or not value:
        raise broken(at, "names nobody")
    return value
