"""Streams of Responses: an item that calls a tool is kept from where it is added to where it is done.

The last event repeats every item, so that it is written anew where one was withheld. A call that stands there and was
not released before, word for word, is withheld too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from muniment.enforce import strict_json
from muniment.enforce.guards import plain
from muniment.enforce.guards.events import read_data, write_event
from muniment.enforce.guards.responses_items import (
    PARTS,
    PASSING,
    Item,
    known_parts,
    notice_events,
    notice_item,
    read_usage,
    same_call,
)
from muniment.enforce.guards.shape import BrokenError
from muniment.enforce.guards.uses import Ask
from muniment.enforce.strict_json import mapping, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from muniment.domain.call import Read, Usage
    from muniment.enforce.guards.events import Event
    from muniment.enforce.guards.stream import Piece
    from muniment.enforce.guards.uses import Finder, Settled

BEGIN = frozenset(f"response.{name}" for name in ("created", "in_progress", "queued"))
LAST = frozenset(f"response.{name}" for name in ("completed", "incomplete", "failed"))
WORDS = frozenset(
    f"response.{name}"
    for name in (
        "audio.delta",
        "audio.done",
        "audio.transcript.delta",
        "audio.transcript.done",
        "output_text.annotation.added",
        "output_text.delta",
        "output_text.done",
        "reasoning_summary_part.added",
        "reasoning_summary_part.done",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_text.delta",
        "reasoning_text.done",
        "refusal.delta",
        "refusal.done",
    )
)
ERROR = ("type", "code", "message", "param", "sequence_number", "error")
_TEXT_KINDS = rb"(?P<kind>response\.(?:output_text|reasoning_summary_text|reasoning_text|refusal)\.delta)"
TEXT = re.compile(
    rb"event: ?"
    + _TEXT_KINDS
    + plain.LINE
    + rb'data: ?\{"type": ?"(?P=kind)", ?'
    + plain.listed(
        plain.pair("sequence_number", plain.COUNT),
        plain.pair("output_index|content_index|summary_index", plain.WHOLE),
        plain.pair("item_id", plain.STRING),
        plain.pair("delta", plain.TEXT),
        plain.pair("logprobs", rb"\[\]"),
        plain.pair("obfuscation", plain.NOISE),
    )
    + rb" *\}"
    + plain.END
)


class ResponsesReader:
    """Reads the events of one answer. `hosted` are the types of items that listed tools of the vendor make."""

    def __init__(self, finder: Finder, hosted: frozenset[str]) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self._finder = finder
        self._hosted = hosted
        self._named: bool | None = None
        self._open: dict[int, Item] = {}
        self._kept: set[int] = set()
        self._closed: set[int] = set()
        self._released: list[dict[str, Read]] = []
        self._instead: dict[str, dict[str, Read]] = {}
        self._sequence = 0
        self._over = False

    @property
    def text(self) -> re.Pattern[bytes] | None:
        """A piece of text, while no item is kept."""
        return None if self._kept else TEXT

    def read(self, event: Event) -> Iterator[Piece]:
        """Return what `event` gives: it passes, is kept in its item, or is left out where it is not known."""
        if event.data is None or event.data == "[DONE]":
            yield event.raw
            return
        value = read_data(event)
        kind = self._kind(event, value)
        number = value.get("sequence_number")
        self._sequence = number if type(number) is int else self._sequence
        if kind == "error":
            message = "the vendor told of an error"
            told = {key: value[key] for key in ERROR if key in value}
            raise BrokenError(message, write_event(told, event.name))
        if kind in BEGIN:
            yield self._begin(event, value)
        elif kind in LAST:
            yield from self._last(event, value)
        elif kind in {"response.output_item.added", "response.output_item.done"}:
            yield from self._item(event, value)
        else:
            yield from self._within(event, value, kind)

    def finish(self) -> None:
        """Take that no event follows."""
        if self._kept:
            message = "the vendor broke off inside a tool call; the call was withheld"
            raise BrokenError(message)
        if not self._over:
            message = "the vendor broke off before the answer was complete"
            raise BrokenError(message)

    def error(self, reason: str) -> bytes:
        """Return the error event, which the OpenAI client raises."""
        told: dict[str, Read] = {"message": reason, "code": "unreadable_answer", "param": None}
        error: Read = {**told, "type": "muniment_cut"}
        return write_event({"type": "error", **told, "sequence_number": self._sequence + 1, "error": error}, "error")

    def keepalive(self) -> bytes:
        """Return a comment."""
        return b": waiting\n\n"

    def _kind(self, event: Event, value: dict[str, Read]) -> str:
        """Return the type of an event, which is also its name; in streams without names, none has one."""
        kind = value.get("type")
        named = event.name is not None
        if not isinstance(kind, str) or (named and event.name != kind) or self._named not in {None, named}:
            message = "an event has a name that is not its type"
            raise BrokenError(message)
        self._named = named
        if self._over:
            message = "an event stands behind the last one"
            raise BrokenError(message)
        return kind

    def _begin(self, event: Event, value: dict[str, Read]) -> bytes:
        response = value.get("response")
        if not isinstance(response, dict) or response.get("output"):
            message = "the answer does not begin with an empty output"
            raise BrokenError(message)
        return event.raw

    def _item(self, event: Event, value: dict[str, Read]) -> Iterator[Piece]:
        place, given = value.get("output_index"), value.get("item")
        if type(place) is not int or not isinstance(given, dict) or place in self._closed:
            message = "an item has no place of its own"
            raise BrokenError(message)
        done = value["type"] == "response.output_item.done"
        if not done and place in self._open:
            message = "an item is added twice"
            raise BrokenError(message)
        item = self._open.get(place) or Item(given, kept=self._is_kept(given))
        self._open[place] = item
        if item.kept:
            self._kept.add(place)
        if done:
            item.done(given)
            del self._open[place]
            self._kept.discard(place)
            self._closed.add(place)
        yield from self._passes(event, value, item)
        if done and item.kept:
            settle = self._settle_at(place, item)
            yield Ask(found=(item.found(self._finder),), settle=lambda settled: settle(settled[0]))

    def _is_kept(self, given: dict[str, Read]) -> bool:
        kind = text_of(given.get("type"))
        return kind not in PASSING and kind not in self._hosted

    def _passes(self, event: Event, value: dict[str, Read], item: Item) -> Iterator[Piece]:
        if item.kept:
            item.keep(event.raw, value)
            return
        taken = known_parts(cast("dict[str, Read]", value["item"]))
        self.left_out += taken
        yield write_event(value, event.name) if taken else event.raw

    def _within(self, event: Event, value: dict[str, Read], kind: str) -> Iterator[Piece]:
        """Return an event inside an item; what is not known is left out, and breaks a call that it stands in."""
        place = value.get("output_index")
        item = self._open.get(place) if type(place) is int else None
        if item is not None and item.kept:
            item.keep(event.raw, value)
        elif kind in WORDS or self._is_part(value, kind) or self._is_hosted(kind):
            yield event.raw
        else:
            self.left_out.append(f"event.{strict_json.shown(kind)}")

    def _is_part(self, value: dict[str, Read], kind: str) -> bool:
        part = text_of(mapping(value.get("part")).get("type"))
        return kind in {"response.content_part.added", "response.content_part.done"} and part in PARTS

    def _is_hosted(self, kind: str) -> bool:
        """Say whether an event tells how a listed tool of the vendor gets on."""
        return any(kind.startswith((f"response.{name}.", f"response.{name}_")) for name in self._hosted)

    def _settle_at(self, place: int, item: Item) -> Callable[[Settled], bytes]:
        def settle(each: Settled) -> bytes:
            if each.released:
                self._released.append(item.value)
                return b"".join(item.raw)
            instead = notice_item(item.value, each.notice, each.note)
            self._instead[str(item.value.get("id"))] = instead
            return notice_events(place, instead, item.numbers, named=bool(self._named))

        return settle

    def _last(self, event: Event, value: dict[str, Read]) -> Iterator[Piece]:
        response = value.get("response")
        if not isinstance(response, dict) or not isinstance(response.get("output"), list):
            message = "the last event repeats no output"
            raise BrokenError(message)
        self._over = True
        self.usage = read_usage(response) or self.usage
        for place, item in sorted(self._open.items()):
            if item.kept:  # the vendor stopped inside a call
                item.broken = "the vendor stopped inside it"
                settle = self._settle_at(place, item)
                found = item.found(self._finder)
                yield Ask(found=(found,), settle=lambda settled, settle=settle: settle(settled[0]))  # type: ignore[misc]
        self._open.clear()
        self._kept.clear()
        yield lambda: self._repeated(event, value, response)

    def _repeated(self, event: Event, value: dict[str, Read], response: dict[str, Read]) -> bytes:
        """Return the last event, with notices in place of every call that was not released word for word."""
        released, given = list(self._released), cast("list[Read]", response["output"])
        taken = [name for item in given if isinstance(item, dict) for name in known_parts(item)]
        self.left_out += taken
        output = [self._repeated_item(item, released) for item in given]
        if not taken and output == given:
            return event.raw
        return write_event(value | {"response": response | {"output": output}}, event.name)

    def _repeated_item(self, item: Read, released: list[dict[str, Read]]) -> Read:
        if not isinstance(item, dict):
            return notice_item({}, "[withheld: something that is no item]", {})
        if not self._is_kept(item):
            return item
        same = next((one for one in released if same_call(one, item)), None)
        if same is not None:
            released.remove(same)
            return item
        kind = strict_json.shown(str(item.get("name") or item.get("type")))
        unseen = notice_item(item, f"[withheld: `{kind}`, which the answer did not show before]", {})
        return self._instead.get(str(item.get("id")), unseen)
