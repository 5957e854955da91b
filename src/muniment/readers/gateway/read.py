"""The gateway's file, in TOML. `docs/gateway.md` describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.app.gateway.settings import Front, Limits, Listening, Settings, TokenSetup
from muniment.domain.patterns import lazily
from muniment.errors import GatewayError
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table, UnfitError
from muniment.readers.gateway import values
from muniment.readers.gateway.callers import read_callers
from muniment.readers.gateway.replacements import planned, read_replacements
from muniment.readers.gateway.replicas import read_replicas
from muniment.readers.gateway.routes import read_routes
from muniment.readers.gateway.tools import TOOL_KEYS, read_tools, terms

if TYPE_CHECKING:
    from muniment.domain.contract import Estate
    from muniment.domain.plan import Kept
    from muniment.domain.rulebook import Rulebook
    from muniment.readers.gateway.values import Outside

_TOP: Final = (
    *("estate", "rulebook", "overlays", "plan", "log", "listen", "front", "limits", "tokens", "callers", "routes"),
    *("replacements", "replicas", *TOOL_KEYS),
)
_LISTEN: Final = ("address", "admin", "certificate", "key", "client_authorities")
_FRONT: Final = ("calls", "decisions")
_LONGEST_SOCKET: Final = 107
"""Bytes of the path of a socket. Source: unix(7)."""
_TOKENS: Final = ("issuer", "audience", "keys", "caller_claim", "person_claim")
_LIMITS: Final = {
    "head_bytes": values.whole(1024, 1024 * 1024),
    "body_bytes": values.whole(1024, 32 * 1024 * 1024),
    "answer_bytes": values.whole(1024, 1024 * 1024 * 1024),
    "connections": values.whole(1, 65_536),
    "request_seconds": values.whole(1, 3600),
    "idle_seconds": values.whole(1, 3600),
    "connect_seconds": values.whole(1, 600),
    "answer_seconds": values.whole(1, 86_400),
    "stall_seconds": values.whole(1, 86_400),
    "log_bytes": values.whole(4096, 1024 * 1024 * 1024 * 1024),
}
_ADDRESS: Final = lazily(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})")
_LAST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The files without which nothing else of the gateway's file can be judged."""

    estate: str
    rulebook: str
    overlays: tuple[str, ...]
    plan: str


def read_named(text: str, *, where: str, folder: str) -> Named:
    """Return which estate and rulebook `text` names; `folder` is the absolute folder of its file.

    Raises: GatewayError.
    """
    top = _top(text, where)
    top.require("estate")
    found = _named(top, folder)
    if top.notes.problems:
        raise GatewayError(*top.notes.problems)
    return found


def read_gateway(
    text: str, *, where: str, outside: Outside, estate: Estate, book: Rulebook, kept: tuple[Kept, ...] = ()
) -> Settings:
    """Return what `text` sets; `where` names the file. `kept` is what people wrote into the plan that it names.

    Not checked: what the files hold that it names, and what is permitted.
    Raises: GatewayError with everything that is wrong.   Source: TOML 1.0.0.
    """
    top = _top(text, where)
    top.allow(*_TOP)
    top.require("estate", "log", "listen")
    named = _named(top, outside.folder)
    routes = read_routes(top, outside, book.facts, book.vendors)
    own = read_replacements(top, estate, routes, book.vendors)
    tools = read_tools(top, terms(book))
    settings = Settings(
        estate=named.estate,
        rulebook=named.rulebook,
        overlays=named.overlays,
        log=top.take("log", values.path(outside.folder)) or "",
        listening=_listening(top, outside),
        front=_front(top, outside),
        limits=_limits(top),
        tokens=_tokens(top, outside),
        callers=read_callers(
            top, estate, book.facts, tools.policy.authorities if tools else (), tokens="tokens" in top.values
        ),
        routes=routes,
        plan=named.plan,
        replacements=(*own, *planned(kept, routes, own, top)),
        tools=tools,
        replicas=read_replicas(top, outside, tools),
    )
    _refuse_unasked_certificates(top, settings)
    if top.notes.problems:
        raise GatewayError(*top.notes.problems)
    return settings


def _top(text: str, where: str) -> Table:
    text = text.removeprefix("\ufeff")
    notes = Notes(where, places(text))
    return Table(values=parse(text, where, GatewayError), path=(), header="the file", notes=notes)


def _named(top: Table, folder: str) -> Named:
    file = values.path(folder)
    return Named(
        estate=top.take("estate", file) or "",
        rulebook=top.take("rulebook", file) or "",
        overlays=values.names(top, "overlays", file),
        plan=top.take("plan", file) or "",
    )


def _listening(top: Table, outside: Outside) -> Listening:
    table = top.below("listen", "[listen]")
    table.allow(*_LISTEN)
    table.require("address", "admin")
    address, port = table.take("address", _address) or ("", 0)
    admin_address, admin_port = table.take("admin", _address) or ("", 0)
    file = values.existing(outside)
    certificate, key, authorities = (
        table.take(each, file) or "" for each in ("certificate", "key", "client_authorities")
    )
    if ("certificate" in table.values) != ("key" in table.values):
        table.note("key", "`certificate` and `key` stand together", "write both, or neither for a gateway without TLS")
    if authorities and "certificate" not in table.values:
        table.note("client_authorities", "client certificates need TLS", "add `certificate` and `key`")
    if address not in values.LOCAL | {""} and "certificate" not in table.values:
        help_ = "add `certificate` and `key`, or listen on 127.0.0.1 behind a proxy on this machine"
        table.note("address", f"`{address}` can be reached from elsewhere, and keys would cross in the clear", help_)
    return Listening(
        address=address,
        port=port,
        admin_address=admin_address,
        admin_port=admin_port,
        certificate=certificate,
        key=key,
        client_authorities=authorities,
    )


def _front(top: Table, outside: Outside) -> Front:
    if "front" not in top.values:
        return Front()
    table = top.below("front", "[front]")
    table.allow(*_FRONT)
    file = values.path(outside.folder)
    found = {key: table.take(key, file) or "" for key in _FRONT}
    if not any(found.values()):
        table.note("calls", "[front] names no socket", "add `calls`, `decisions` or both, or leave [front] out")
    for key, path in found.items():
        if len(path.encode()) > _LONGEST_SOCKET:
            what = f"`{path}` is longer than {_LONGEST_SOCKET} bytes, and so no name for a socket"
            table.note(key, what, "name a shorter path")
    if found["calls"] and found["calls"] == found["decisions"]:
        table.note("decisions", "is the socket of `calls` as well", "give each its own")
    return Front(**found)


def _address(value: object) -> tuple[str, int]:
    plain = toml_table.text(value)
    found = _ADDRESS.fullmatch(plain)
    if found is None or int(found[3]) > _LAST_PORT:
        raise UnfitError(
            what=f"is `{toml_table.shown(plain)}`, which is no address with a port",
            help_="write it like `127.0.0.1:8700` or `[::1]:8700`; port 0 takes any that is free",
        )
    return found[1] or found[2], int(found[3])


def _limits(top: Table) -> Limits:
    if "limits" not in top.values:
        return Limits()
    table = top.below("limits", "[limits]")
    table.allow(*_LIMITS)
    found = {key: table.take(key, convert) for key, convert in _LIMITS.items()}
    return Limits(**{key: value for key, value in found.items() if value is not None})


def _tokens(top: Table, outside: Outside) -> TokenSetup | None:
    if "tokens" not in top.values:
        return None
    table = top.below("tokens", "[tokens]")
    table.allow(*_TOKENS)
    table.require("issuer", "audience", "keys", "caller_claim")
    return TokenSetup(
        issuer=table.take("issuer", toml_table.name) or "",
        audience=table.take("audience", toml_table.name) or "",
        keys=table.take("keys", values.existing(outside)) or "",
        caller_claim=table.take("caller_claim", toml_table.name) or "",
        person_claim=table.take("person_claim", toml_table.name) or "",
    )


def _refuse_unasked_certificates(top: Table, settings: Settings) -> None:
    asked = settings.listening.client_authorities or settings.front != Front()
    if not asked and any(each.certificates for each in settings.callers):
        what = "a caller proves itself by a client certificate, and [listen] asks for none"
        help_ = "add `client_authorities`: the file of the certificates that sign those of clients; or [front]"
        top.note("listen", what, help_)
