"""Items of Responses: which pass, which call a tool, and what stands in place of a call that is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from muniment.domain.call import Usage
from muniment.enforce import strict_json
from muniment.enforce.dialects.names import names
from muniment.enforce.guards.events import write_event
from muniment.enforce.guards.shape import BrokenError
from muniment.enforce.strict_json import mapping, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson, Read
    from muniment.enforce.guards.uses import Finder, FoundUse

PASSING = names("message reasoning")
CALLS: Mapping[str, tuple[str, str]] = {
    "function_call": ("function", "arguments"),
    "custom_tool_call": ("custom", "input"),
    "local_shell_call": ("local_shell", "action"),
    "shell_call": ("shell", "action"),
    "apply_patch_call": ("apply_patch", "operation"),
    "computer_call": ("computer", "action"),
}
"""By type of item: the tool that the client runs, and where the arguments stand."""
PARTS = names("output_text reasoning_text refusal summary_text")
FIELDS = names(
    "async caller call_id created_by environment id name namespace pending_safety_checks status type actions"
)
PIECES = {
    "response.function_call_arguments.delta": "delta",
    "response.custom_tool_call_input.delta": "delta",
    "response.function_call_arguments.done": "arguments",
    "response.custom_tool_call_input.done": "input",
}
SHELL = "response.shell_call_command."
LIMIT = 16 * 1024 * 1024
"""The longest item, in bytes, that is kept while it is not complete."""


class Item:
    """One item while it is open. `kept` says whether it waits until its use is ruled upon."""

    def __init__(self, added: dict[str, Read], *, kept: bool) -> None:
        self.value = added
        self.kept = kept
        self.raw: list[bytes] = []
        self.numbers: list[int] = []
        self.broken = ""
        self._pieces: list[str] = []
        self._size = 0

    def keep(self, raw: bytes, value: dict[str, Read]) -> None:
        """Keep one event, and what it says of the arguments."""
        self.raw.append(raw)
        self._size += len(raw)
        if self._size > LIMIT:
            message = f"a tool call is longer than {LIMIT} bytes"
            raise BrokenError(message)
        number = value.get("sequence_number")
        self.numbers.append(number if type(number) is int else 0)
        kind = str(value.get("type"))
        if kind in PIECES:
            self._piece(kind, value)
        elif not kind.startswith(("response.output_item.", SHELL)):
            self.broken = "it has pieces that are not known"

    def done(self, item: dict[str, Read]) -> None:
        """Take the whole item, which must be the one that was added: clients may act on either."""
        added, self.value = self.value, item
        if item.get("type") != added.get("type") or item.get("id") != added.get("id"):
            message = "an item is done as another than it was added"
            raise BrokenError(message)
        if any(added.get(key) != item.get(key) for key in ("name", "call_id", "namespace") if key in added):
            self.broken = "it is done as another call than it was added"

    def found(self, finder: Finder) -> FoundUse:
        """Return the use that the item makes."""
        kind = self.value.get("type")
        call = CALLS.get(text_of(kind))
        if call is None:
            return finder.unknown(self.value.get("name") or kind, "it is of a type that the request does not offer")
        broken = self.broken or self._differs(call[1])
        return use_of(self.value, finder, broken)

    def _piece(self, kind: str, value: dict[str, Read]) -> None:
        text = value.get(PIECES[kind])
        if not isinstance(text, str):
            self.broken = "it has pieces that are no text"
        elif kind.endswith(".delta"):
            self._pieces.append(text)
        else:
            if self._pieces and "".join(self._pieces) != text:
                self.broken = "its pieces do not make its arguments"
            self._pieces = [text]
        if value.get("name") is not None and value["name"] != self.value.get("name"):
            self.broken = "it has two names"

    def _differs(self, key: str) -> str:
        if self._pieces and "".join(self._pieces) != self.value.get(key):
            return "its pieces do not make its arguments"
        return ""


def use_of(item: Mapping[str, AnyJson], finder: Finder, broken: str = "") -> FoundUse:
    """Return the use that a whole item makes, the type of which is one of `CALLS`."""
    tool, key = CALLS[str(item["type"])]
    if not item.keys() <= FIELDS | {key}:
        broken = broken or "it has fields that are not known"
    if item.get("namespace") is not None:
        broken = broken or "it is of a namespace that the request does not offer"
    match tool:
        case "function":
            return finder.found(item.get("call_id"), item.get("name"), item.get(key), broken=broken)
        case "custom":
            return finder.found_text(item.get("call_id"), item.get("name"), item.get(key), broken=broken)
        case _:
            given = {name: item[name] for name in (key, "actions", "environment") if item.get(name) is not None}
            return finder.found(item.get("call_id"), tool, strict_json.write_ascii(given), broken=broken)


def known_parts(item: dict[str, Read]) -> list[str]:
    """Take out of a message, or of what the model thought, the parts that are not known, and name them."""
    taken = []
    for key in ("content", "summary"):
        parts = item.get(key)
        if isinstance(parts, list):
            kept = [part for part in parts if text_of(mapping(part).get("type")) in PARTS]
            if len(kept) != len(parts):
                item[key] = kept
                taken.append(f"item.{key}")
    return taken


def same_call(one: Mapping[str, AnyJson], other: Mapping[str, AnyJson]) -> bool:
    """Say whether two items are the same call, word for word: all but how far it has got is compared."""
    return all(one.get(key) == other.get(key) for key in (one.keys() | other.keys()) - {"status", "created_by"})


def notice_item(item: Mapping[str, AnyJson], notice: str, note: Mapping[str, AnyJson]) -> dict[str, Read]:
    """Return the message that stands in place of `item`, under its id."""
    known = item.get("id")
    part: Read = {"type": "output_text", "text": notice, "annotations": []}
    return {
        "id": known if isinstance(known, str) else "msg_withheld",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [part],
        "muniment": cast("Read", dict(note)),
    }


def notice_events(place: int, item: dict[str, Read], numbers: list[int], *, named: bool) -> bytes:
    """Return the events of a message of one part at `place`, with the sequence numbers of what it stands for."""
    part = cast("dict[str, Read]", cast("list[Read]", item["content"])[0])
    here: dict[str, Read] = {"output_index": place, "item_id": item["id"], "content_index": 0}
    events: list[tuple[str, dict[str, Read]]] = [
        ("output_item.added", {"output_index": place, "item": item | {"status": "in_progress", "content": []}}),
        ("content_part.added", {**here, "part": part | {"text": ""}}),
        ("output_text.delta", {**here, "delta": part["text"], "logprobs": []}),
        ("output_text.done", {**here, "text": part["text"], "logprobs": []}),
        ("content_part.done", {**here, "part": cast("Read", part)}),
        ("output_item.done", {"output_index": place, "item": cast("Read", item)}),
    ]
    first, last = numbers[0], numbers[-1]
    out = []
    for count, (kind, rest) in enumerate(events):
        name = f"response.{kind}"
        number = min(first + count, last)
        out.append(write_event({"type": name, "sequence_number": number, **rest}, name if named else None))
    return b"".join(out)


def read_usage(response: Mapping[str, AnyJson]) -> Usage | None:
    """Return the tokens that a whole response tells of."""
    usage = response.get("usage")
    if not isinstance(usage, dict):
        return None
    counts = [usage.get("input_tokens"), usage.get("output_tokens")]
    counts.append(mapping(usage.get("input_tokens_details")).get("cached_tokens"))
    given = [count if type(count) is int and count >= 0 else None for count in counts]
    return Usage(input_tokens=given[0], output_tokens=given[1], cached_tokens=given[2])
