"""The body of a call while it is read: what is refused is collected, so that all of it can be mended together."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from muniment.domain.call import Fault, OfferedTool
from muniment.enforce.strict_json import digest, shown
from muniment.errors import CallError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from muniment.domain.call import Read
    from muniment.enforce.allowance import Allowance

Object = dict[str, "Read"]


class ClientCall:
    """What a client asks of a model. `body` may be changed by whoever reads it: it is what is sent on."""

    def __init__(self, body: Object, listed: Allowance) -> None:
        self.body = body
        self.listed = listed
        self._refused: list[tuple[Fault, Problem]] = []

    def refuse(self, fault: Fault, where: str, what: str, mend: str = "") -> None:
        """Note that the call goes no further, and why."""
        self._refused.append((fault, Problem(where=where, what=what, help=mend)))

    def unless_listed(self, fault: Fault, name: str, where: str, what: str) -> None:
        """Refuse what stands at `where`, unless the route lists `name` among what `fault` is about."""
        if not self._lists(fault, name):
            self.refuse(fault, where, what, _MEND[fault])

    def fields(self, known: frozenset[str], of_consequence: Mapping[str, Fault]) -> None:
        """Refuse the fields of the body that are not `known`, and those of consequence, unless they are listed.

        A field of consequence that is null, or false, asks for nothing.
        """
        if known.issuperset(self.body):
            return
        for name, value in self.body.items():
            if name in known:
                continue
            fault = of_consequence.get(name)
            if fault is None:
                self.unless_listed(Fault.FIELD, name, shown(name), f"the field `{shown(name)}` is not known")
            elif value is not None and value is not False:
                self.unless_listed(fault, name, name, f"the field `{name}` is not listed for this route")

    def keys(self, part: Object, known: frozenset[str], where: str) -> None:
        """Refuse the keys of `part` that are not `known`, unless `where.key` without its places in lists is listed."""
        if known.issuperset(part):
            return
        for key in part.keys() - known:
            path = f"{where}.{key}"
            what = f"the field `{shown(key)}` is not known here"
            self.unless_listed(Fault.FIELD, _without_places(path), shown(path), what)

    def truth(self, name: str) -> bool:
        """Return the boolean `name`, which is false where it is null or absent."""
        value = self.body.get(name)
        if value is not None and not isinstance(value, bool):
            self.refuse(Fault.MALFORMED, name, f"`{name}` is neither true nor false")
        return value is True

    def objects(self, value: Read, where: str, *, required: bool = False) -> Iterator[tuple[str, Object]]:
        """Yield the objects in the list `value` with where each stands; whatever is no object is refused."""
        if value is None and not required:
            return
        if not isinstance(value, list):
            self.refuse(Fault.MALFORMED, where, f"`{where}` is no list")
            return
        for place, one in enumerate(value):
            if isinstance(one, dict):
                yield f"{where}[{place}]", one
            else:
                self.refuse(Fault.MALFORMED, f"{where}[{place}]", "this is no object")

    def text(self, part: Object, key: str, where: str) -> str:
        """Return the text `key` of `part`, which is not empty."""
        value = part.get(key)
        if isinstance(value, str) and value:
            return value
        self.refuse(Fault.MALFORMED, f"{where}.{key}" if where else key, f"`{key}` is not given as text")
        return ""

    def hosted(self, kind: str, where: str, name: str, tool: Object) -> OfferedTool:
        """Return the tool of `kind` that runs at the vendor, refused unless it is listed."""
        what = f"`{shown(kind)}` runs at the vendor, before anybody sees the call"
        self.unless_listed(Fault.HOSTED_TOOL, kind, where, what)
        return OfferedTool(name=name, hosted=True, schema=digest(tool))

    def remote(self, address: Read, where: str) -> None:
        """Refuse the MCP server at `address`, which the vendor would call, unless it is listed."""
        url = address if isinstance(address, str) else ""
        what = f"the vendor would call the server `{shown(url)}`, where nobody sees the call"
        self.unless_listed(Fault.REMOTE_SERVER, url, where, what)

    def kept(self, where: str, what: str) -> None:
        """Refuse what rests on what the vendor keeps, unless kept state is listed."""
        self.unless_listed(Fault.KEPT_STATE, "", where, what)

    def callers(self, tool: Object, where: str) -> None:
        """Refuse a tool that code at the vendor may call: nobody would see such a call before it is made."""
        value = tool.get("allowed_callers")
        if value is not None and value != ["direct"]:
            what = "the tool may be called by code that runs at the vendor"
            self.unless_listed(Fault.HOSTED_TOOL, "allowed_callers", f"{where}.allowed_callers", what)

    def twice(self, tools: tuple[OfferedTool, ...]) -> None:
        """Refuse two tools of one name: which of them a call means could not be told."""
        names = [tool.name for tool in tools]
        for name in {name for name in names if name and names.count(name) > 1}:
            self.refuse(Fault.MALFORMED, "tools", f"two tools are named `{shown(name)}`")

    def raise_refused(self) -> None:
        """Raise CallError with everything that was refused, if anything was."""
        if self._refused:
            (fault, first), *more = self._refused
            raise CallError(fault, first.what, first.where, *(problem for _, problem in more), mend=first.help)

    def _lists(self, fault: Fault, name: str) -> bool:
        listed = self.listed
        match fault:
            case Fault.FIELD | Fault.HOSTED_TOOL | Fault.REMOTE_SERVER:
                names = {
                    Fault.FIELD: listed.fields,
                    Fault.HOSTED_TOOL: listed.hosted_tools,
                    Fault.REMOTE_SERVER: listed.remote_servers,
                }
                return name in names[fault]
            case Fault.BACKGROUND:
                return listed.background
            case Fault.KEPT_STATE:
                return listed.kept_state
            case Fault.SEVERAL_ANSWERS:
                return listed.several_answers
            case Fault.MALFORMED | Fault.TOO_LARGE | Fault.UNREADABLE_ANSWER:
                return False
            case _:  # pragma: no cover
                assert_never(fault)


_MEND: Mapping[Fault, str] = {
    Fault.FIELD: "leave the field out, or have it listed among the fields of the route",
    Fault.HOSTED_TOOL: "run the tool on your side, or have its type listed among the hosted tools of the route",
    Fault.REMOTE_SERVER: "call the server from your side, or have it listed among the remote servers of the route",
    Fault.BACKGROUND: "wait for the answer, or have background listed for the route",
    Fault.KEPT_STATE: "send the whole conversation, with `store` false, or have kept state listed for the route",
    Fault.SEVERAL_ANSWERS: "ask for one answer, or have several answers listed for the route",
}


def _without_places(path: str) -> str:
    """Return `path` without the places in lists: `messages[2].audio` is listed as `messages.audio`."""
    return "".join(part.partition("]")[2] if place else part for place, part in enumerate(path.split("[")))
