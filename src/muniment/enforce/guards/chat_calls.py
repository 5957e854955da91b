"""A call of a tool in Chat Completions, put together from its fragments as clients put it together, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.enforce.dialects.names import names

if TYPE_CHECKING:
    from muniment.domain.call import Read
    from muniment.enforce.guards.uses import Finder, FoundUse

FRAGMENT = names("custom extra_content function id index type")
PARTS = {"function": names("arguments name"), "custom": names("input name")}


class Call:
    """One call. `broken` says why clients could put it together in more than one way."""

    def __init__(self) -> None:
        self.broken = ""
        self._kind = ""
        self._id: Read = None
        self._name: Read = None
        self._text: list[str] = []

    def add(self, fragment: dict[str, Read]) -> None:
        """Take one fragment: an id, a kind and a name once, the text in pieces."""
        if not fragment.keys() <= FRAGMENT:
            self.broken = "it has fields that are not known"
        self._id = self._once(self._id, fragment.get("id"), "id")
        for kind, known in PARTS.items():
            part = fragment.get(kind)
            if isinstance(part, dict):
                self._part(kind, part, known)
            elif part is not None:
                self.broken = f"its {kind} is no object"
        named = fragment.get("type")
        if named is not None and named not in ("", "function", "custom"):
            self.broken = "it is of a type that is not known"

    def found(self, finder: Finder) -> FoundUse:
        """Return the use that the fragments make."""
        text = "".join(self._text)
        if self._kind == "custom":
            return finder.found_text(self._id, self._name, text, broken=self.broken)
        return finder.found(self._id, self._name, text, broken=self.broken)

    def _part(self, kind: str, part: dict[str, Read], known: frozenset[str]) -> None:
        if not part.keys() <= known:
            self.broken = "it has fields that are not known"
        if self._kind not in {"", kind}:
            self.broken = "it is of two types"
        self._kind = kind
        name = part.get("name")
        if name:
            self.broken = "its name comes in pieces" if self._name else self.broken
            self._name = name
        text = part.get("arguments" if kind == "function" else "input")
        if isinstance(text, str):
            self._text.append(text)
        elif text is not None:
            self.broken = "its arguments are no text"

    def _once(self, known: Read, given: Read, what: str) -> Read:
        if given is None or given == "":
            return known
        if known is not None and given != known:
            self.broken = f"it has two values of `{what}`"
        return given


def add_fragments(calls: dict[tuple[int, str, int], Call], choice: int, delta: dict[str, Read]) -> None:
    """Add the fragments in `delta` to the calls of `choice`; a fragment without a place makes a broken call."""
    fragments = delta.get("tool_calls") or []
    for fragment in fragments if isinstance(fragments, list) else [fragments]:
        place = fragment.get("index") if isinstance(fragment, dict) else None
        if isinstance(fragment, dict) and type(place) is int:
            calls.setdefault((choice, "call", place), Call()).add(fragment)
        else:
            call = calls.setdefault((choice, "lost", len(calls)), Call())
            call.broken = "a fragment of it has no place"
    older = delta.get("function_call")
    if older is not None:
        calls.setdefault((choice, "function", 0), Call()).add({"function": older})
