"""The part of the gateway's file that is about tools, in TOML. `docs/approvals.md` describes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from muniment.app.approvals.settings import ApprovalSettings, ToolSettings
from muniment.domain.call import Ruling
from muniment.domain.hold import Grounds
from muniment.domain.tool_rules import (
    Authority,
    PlaceRule,
    SelectorField,
    SelectorKind,
    Stranger,
    ToolEffect,
    ToolPolicy,
    ToolTag,
)
from muniment.enforce.approval import same
from muniment.readers.estate import toml_table
from muniment.readers.estate.toml_table import UnfitError
from muniment.readers.gateway.holds import place_of_holds, read_password

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from muniment.domain.rulebook import Rulebook
    from muniment.readers.estate.toml_table import Table

_T = TypeVar("_T")
TOOL_KEYS: Final = ("approvals", "effects", "tools", "authorities", "places")
"""The keys at the top of the gateway's file that are read here."""
_APPROVALS: Final = (
    "holds",
    "holds_password",
    "trust",
    "token_key",
    "token_seconds",
    "selector_key",
    "desk",
    "wait_seconds",
    "untagged",
    "unknown_person",
    "no_person",
)
_GROUNDS: Final = ("term", "says", "by", "at")
_EFFECT: Final = ("id", "title", "approvals", "approvers", "minutes", *_GROUNDS)
_TOOL: Final = ("name", "served_as", "server", "schemas", "does", "effect", "person_data", "selectors")
_AUTHORITY: Final = ("id", "purposes", "limit", "days", "effect", *_GROUNDS)
_PLACE: Final = ("id", "vendors", "tools", "deployments", "networks", "agencies", "users", *_GROUNDS)
_UNTAGGED: Final = {"release": Ruling.RELEASE, "withhold": Ruling.WITHHOLD}
_SHA256: Final = 64


def read_tools(top: Table, terms: Mapping[str, Grounds]) -> ToolSettings | None:
    """Return what the file at `top` says of tools; nothing where it says nothing. Problems are noted, all of them.

    `terms` are those that may be cited, by `agreement/term`.
    """
    if not any(key in top.values for key in TOOL_KEYS):
        return None
    top.require("approvals")
    table = top.below("approvals", "[approvals]")
    table.allow(*_APPROVALS)
    policy = ToolPolicy(
        untagged=table.take("untagged", _untagged) or Ruling.WITHHOLD,
        effects=_each(top, "effects", "id", lambda one: _effect(one, terms)),
        tags=_each(top, "tools", "name", _tag),
        authorities=_each(top, "authorities", "id", lambda one: _authority(one, terms)),
        places=_each(top, "places", "id", lambda one: _place(one, terms)),
        token_lasts=timedelta(seconds=table.take("token_seconds", _whole(1, 3600)) or 120),
        unknown_person=table.take("unknown_person", toml_table.member(Stranger)) or Stranger.ONE_MORE,
        no_person=table.take("no_person", toml_table.member(Stranger)) or Stranger.COUNT,
    )
    _refuse_dangling(top, policy)
    return ToolSettings(approvals=read_approvals(table, policy), policy=policy)


def read_approvals(table: Table, policy: ToolPolicy | None = None) -> ApprovalSettings:
    """Return what the table `[approvals]` says. Problems are noted."""
    table.require("holds", "trust", "token_key", "untagged")
    if policy is not None and any(tag.person_data for tag in policy.tags):
        table.require("selector_key")
    wait = table.take("wait_seconds", _whole(0, 3600))
    holds = table.take("holds", place_of_holds) or ""
    return ApprovalSettings(
        holds=holds,
        holds_password=read_password(table, "holds_password", holds),
        trust=table.take("trust", toml_table.text) or "",
        token_key=table.take("token_key", toml_table.text) or "",
        selector_key=table.take("selector_key", toml_table.text) or "",
        desk=table.take("desk", _origin) or "",
        wait_seconds=300 if wait is None else wait,
    )


def terms(book: Rulebook) -> Mapping[str, Grounds]:
    """Return the terms of agreements that a file may cite, by `agreement/term`."""
    return {
        f"{agreement.id}/{term.id}": Grounds(
            says=term.says,
            by=f"{agreement.title}, as told by {book.sources[term.cited.source].title}",
            at=term.cited.at,
            confidence=term.cited.confidence.value,
        )
        for agreement in book.agreements.values()
        for term in agreement.terms
    }


def _each(top: Table, key: str, named_by: str, read: Callable[[Table], _T]) -> tuple[_T, ...]:
    """Return what each table of a list says; a name that stands twice is noted."""
    tables = top.all_below(key, f"[[{key}]]")
    seen: set[object] = set()
    for table in tables:
        name = table.values.get(named_by)
        if isinstance(name, str) and name in seen:
            table.note(named_by, f"`{name}` stands twice", f"give each of [[{key}]] a `{named_by}` of its own")
        seen.add(name if isinstance(name, str) else id(table))
    return tuple(read(table) for table in tables)


def _effect(table: Table, terms: Mapping[str, Grounds]) -> ToolEffect:
    table.allow(*_EFFECT)
    table.require("id", "title", "approvals")
    quorum = table.take("approvals", _whole(1, 16)) or 1
    approvers = _texts(table, "approvers")
    if approvers and len({same(each) for each in approvers}) < quorum:
        what = f"names {len({same(each) for each in approvers})} people, and {quorum} have to approve"
        table.note("approvers", what, "name more people, or ask for fewer approvals")
    return ToolEffect(
        id=table.take("id", toml_table.name) or "",
        title=table.take("title", _title) or "",
        quorum=quorum,
        approvers=approvers,
        lasts=timedelta(minutes=table.take("minutes", _whole(1, 60 * 24 * 7)) or 30),
        grounds=_grounds(table, terms),
    )


def _tag(table: Table) -> ToolTag:
    table.allow(*_TOOL)
    table.require("name")
    tag = ToolTag(
        name=table.take("name", _pattern) or "",
        served_as=table.take("served_as", toml_table.name) or "",
        server=table.take("server", toml_table.name) or "",
        schemas=tuple(each for _, each in table.each("schemas", _schema) or ()),
        does=table.take("does", toml_table.text) or "",
        effect=table.take("effect", toml_table.name) or "",
        person_data=table.take("person_data", toml_table.yes_or_no) or False,
        selectors=tuple(_selector(one) for one in table.all_below("selectors", "[[tools.selectors]]")),
    )
    if tag.effect:
        table.require("server", "does")
    if tag.person_data:
        table.require("selectors", "server", "does")
    if tag.selectors and not tag.person_data:
        table.note("selectors", "selectors are counted for tools of `person_data` alone", "add `person_data = true`")
    if tag.served_as and tag.name.endswith("*"):
        table.note("served_as", "a name that ends in `*` is of many tools", "write one entry for each of them")
    return tag


def _selector(table: Table) -> SelectorField:
    table.allow("argument", "kind")
    table.require("argument", "kind")
    return SelectorField(
        pointer=table.take("argument", _pointer) or "/",
        kind=table.take("kind", toml_table.member(SelectorKind)) or SelectorKind.EXACT,
    )


def _authority(table: Table, terms: Mapping[str, Grounds]) -> Authority:
    table.allow(*_AUTHORITY)
    table.require("id", "purposes", "limit", "days", "effect")
    return Authority(
        id=table.take("id", toml_table.text) or "",
        purposes=_texts(table, "purposes"),
        limit=table.take("limit", _whole(0, 10**6)) or 0,
        window=timedelta(days=table.take("days", toml_table.days) or 1),
        effect=table.take("effect", toml_table.name) or "",
        grounds=_grounds(table, terms),
    )


def _place(table: Table, terms: Mapping[str, Grounds]) -> PlaceRule:
    table.allow(*_PLACE)
    table.require("id")
    asks = {key: _texts(table, key) for key in ("deployments", "networks", "agencies", "users")}
    if not any(asks.values()):
        table.note("id", "asks for nothing", "add `deployments`, `networks`, `agencies` or `users`")
    return PlaceRule(
        id=table.take("id", toml_table.name) or "",
        vendors=_texts(table, "vendors"),
        tools=_texts(table, "tools"),
        grounds=_grounds(table, terms),
        **asks,
    )


def _grounds(table: Table, terms: Mapping[str, Grounds]) -> tuple[Grounds, ...]:
    """Return why something is held or refused: a term that the rulebook knows, or the organisation's own words."""
    if "term" in table.values:
        for key in ("says", "by", "at"):
            if key in table.values:
                table.note(key, f"`term` says it already, and `{key}` stands beside it", "keep one of them")
        found = table.take("term", toml_table.one_of(tuple(terms), "a term of an agreement in the rulebook"))
        return (terms[found],) if found else ()
    table.require("says", "by")
    said = {key: table.take(key, toml_table.text) or "" for key in ("says", "by", "at")}
    return (Grounds(**said, confidence="the organisation says so"),)


def _refuse_dangling(top: Table, policy: ToolPolicy) -> None:
    effects = {each.id for each in policy.effects}
    for key, named in (
        ("tools", [tag.effect for tag in policy.tags]),
        ("authorities", [authority.effect for authority in policy.authorities]),
    ):
        for at, name in enumerate(named):
            if name and name not in effects:
                help_ = toml_table.suggestion(name, effects) or "add it with [[effects]]"
                top.notes.add((key, at, "effect"), f"`effect` is `{name}`, which is no effect in this file", help_)
    titles = [each.title for each in policy.effects]
    for at, title in enumerate(titles):
        if title and title in titles[:at]:
            top.notes.add(("effects", at, "title"), f"`{title}` is the title of another effect", "word it otherwise")
    if any(tag.person_data for tag in policy.tags) and not policy.authorities:
        what = "a tool reads data on people, and there is no authority on which it may"
        top.note("authorities", what, "add [[authorities]] with `purposes`, `limit` and `days`")


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return tuple(each for _, each in table.each(key, toml_table.text) or ())


def _title(value: object) -> str:
    found = toml_table.text(value)
    if "," in found:
        raise UnfitError(what="holds a comma", help_="titles stand in lists; word it without a comma")
    return found


def _pattern(value: object) -> str:
    found = toml_table.name(value)
    if "*" in found[:-1] or found == "*":
        raise UnfitError(what=f"is `{found}`", help_="write a name, or the beginning of names with one `*` at its end")
    return found


def _pointer(value: object) -> str:
    found = toml_table.text(value)
    if not found.startswith("/") or found == "/":
        raise UnfitError(what=f"is `{found}`", help_="write a JSON pointer such as `/email` or `/people/*/phone`")
    return found


def _schema(value: object) -> str:
    found = toml_table.name(value).removeprefix("sha256:")
    if len(found) != _SHA256 or not set(found) <= set("0123456789abcdef"):
        raise UnfitError(what=f"is `{found}`, which is no digest", help_="write 64 lower-case hexadecimal digits")
    return found


def _untagged(value: object) -> Ruling:
    found = toml_table.text(value)
    if found not in _UNTAGGED:
        raise UnfitError(what=f"cannot be `{found}`", help_=toml_table.suggestion(found, _UNTAGGED))
    return _UNTAGGED[found]


def _origin(value: object) -> str:
    found = toml_table.text(value)
    parts = urlsplit(found)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise UnfitError(what=f"is `{found}`", help_="write it as browsers name it, e.g. `https://desk.example:8443`")
    if parts.scheme == "http" and not local:
        raise UnfitError(what=f"is `{found}`, without TLS", help_="write https; http is for localhost alone")
    return found


def _whole(least: int, most: int) -> Callable[[object], int]:
    def convert(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            what = f"must be a whole number from {least} to {most}, not `{toml_table.shown(value)}`"
            raise UnfitError(what=what)
        return value

    return convert
