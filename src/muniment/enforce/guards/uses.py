"""The uses of tools that are found in an answer: which may be asked about, and which are withheld without asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from muniment.domain.call import Ruling, ToolUse
from muniment.domain.gateway import Ruled
from muniment.enforce import strict_json
from muniment.enforce.guards.shape import BrokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.domain.call import AnyJson, OfferedTool, Read

USES = 200
"""The most uses of one answer that are asked about."""
ARGUMENTS = 4 * 1024 * 1024
"""The longest arguments, in bytes, that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUse:
    """A use of a tool that stands in an answer. `refused` says why nobody is asked about it, and is empty otherwise."""

    use: ToolUse
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one use."""

    found: FoundUse
    ruled: Ruled

    @property
    def released(self) -> bool:
        """Whether the use reaches the client."""
        return not self.found.refused and self.ruled.ruling is Ruling.RELEASE

    @property
    def notice(self) -> str:
        """What the client reads in place of the use."""
        name = strict_json.shown(self.found.use.name)
        if self.ruled.notice:
            return self.ruled.notice
        match self.ruled.ruling:
            case Ruling.HOLD:
                return f"[held: the call of `{name}` waits for approval as `{self.ruled.hold_id}`]"
            case Ruling.WITHHOLD | Ruling.RELEASE:
                return f"[withheld: the call of `{name}` was not released]"
            case _:  # pragma: no cover
                assert_never(self.ruled.ruling)

    @property
    def note(self) -> dict[str, AnyJson]:
        """The same for programs: stands under the key `muniment` beside the notice."""
        name, hold = strict_json.shown(self.found.use.name), self.ruled.hold_id
        told: dict[str, AnyJson] = {"tool": name, "ruling": self.ruled.ruling.value}
        return told | {"hold_id": hold} if hold else told


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Uses that are settled together, and what passes once all of them are ruled upon.

    Where they are `joint`, they reach the client together or not at all: beside one that is refused, nobody is asked
    about the others.
    """

    found: tuple[FoundUse, ...]
    settle: Callable[[tuple[Settled, ...]], bytes]
    joint: bool = False

    def asks(self) -> tuple[ToolUse, ...]:
        """Return the uses that wait for a ruling."""
        if self.joint and any(one.refused for one in self.found):
            return ()
        return tuple(one.use for one in self.found if not one.refused)

    def passes(self, ruled: Mapping[str, Ruled]) -> bytes | None:
        """Return what passes under `ruled`, or None where a use is not ruled upon yet."""
        if any(use.call_id not in ruled for use in self.asks()):
            return None
        return self.settle(tuple(_settled(one, ruled) for one in self.found))


def _settled(found: FoundUse, ruled: Mapping[str, Ruled]) -> Settled:
    if not found.refused and found.use.call_id in ruled:
        return Settled(found=found, ruled=ruled[found.use.call_id])
    why = found.refused or "another call of the same turn is withheld"
    notice = f"[withheld: the call of `{strict_json.shown(found.use.name)}`: {why}]"
    return Settled(found=found, ruled=Ruled(ruling=Ruling.WITHHOLD, notice=notice))


class Finder:
    """Tells which uses may be asked about: those of tools that are `offered` and that the client runs."""

    def __init__(self, offered: Sequence[OfferedTool]) -> None:
        self._offered = offered
        self._seen: set[str] = set()

    def found(self, call_id: AnyJson, name: AnyJson, arguments: AnyJson, *, broken: str = "") -> FoundUse:
        """Return the use of the tool `name`, refused where it is `broken`, not offered, or not read by all alike.

        Without an id of the vendor's it gets one: rulings go by it. Two uses with one id could be ruled as one, so
        the second is refused. `arguments` is the text of an object; without any text it stands for an empty one.
        """
        text = arguments if isinstance(arguments, str) and arguments.strip() else "{}"
        known = call_id if isinstance(call_id, str) and call_id else f"unnamed-{len(self._seen)}"
        use = ToolUse(call_id=known, name=name if isinstance(name, str) else "", arguments=text)
        refused = broken or self._refusal(use, arguments)
        self._seen.add(known)
        return FoundUse(use=use, refused=refused)

    def found_text(self, call_id: AnyJson, name: AnyJson, given: AnyJson, *, broken: str = "") -> FoundUse:
        """Return the use of a tool that takes free text: its arguments are that text as JSON."""
        if not isinstance(given, str):
            broken = broken or "its input is no text"
        found = self.found(call_id, name, "{}", broken=broken)
        text = strict_json.write_ascii(given)
        use = ToolUse(call_id=found.use.call_id, name=found.use.name, arguments=text)
        return FoundUse(use=use, refused=found.refused or _unreadable(text))

    def unknown(self, kind: AnyJson, why: str) -> FoundUse:
        """Return what is no use of a tool that the client runs, refused because of `why`."""
        return self.found(None, kind, "{}", broken=why)

    def _refusal(self, use: ToolUse, arguments: AnyJson) -> str:
        if len(self._seen) >= USES:
            return f"the answer has more than {USES} calls"
        if use.call_id in self._seen:
            return "its id was used before in this answer"
        if not any(tool.name == use.name and not tool.hosted for tool in self._offered):
            return "the request offers no such tool"
        if not use.call_id.isprintable():
            return "its id is not printable"
        if arguments is not None and not isinstance(arguments, str):
            return "its arguments are no text"
        return _unreadable(use.arguments) or ("" if use.arguments.lstrip()[0] == "{" else "its arguments are no object")


def _unreadable(arguments: str) -> str:
    """Return why the text of `arguments` is not the same to every reader; empty where it is."""
    try:
        strict_json.read(arguments, limit=ARGUMENTS)
    except strict_json.NotStrictError as error:
        return f"its arguments are not read by all alike: {error}"
    return ""


def known_only(part: dict[str, Read], known: frozenset[str], where: str) -> list[str]:
    """Take out of `part` what is neither `known` nor a plain value, and return the names of what was taken out.

    A client that minds no case would read `Tool_Calls` as `tool_calls`: such a key breaks the answer.
    """
    if known.issuperset(part):
        return []
    taken = []
    for key in part.keys() - known:
        if key.casefold() in known:
            message = f"the answer has the key `{strict_json.shown(key)}`, which some read as another"
            raise BrokenError(message)
        if isinstance(part[key], dict | list):
            del part[key]
            taken.append(f"{where}.{strict_json.shown(key)}")
    return sorted(taken)
