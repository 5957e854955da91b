"""YAML as an object whose keys know their places. Aliases are not followed: they can multiply content."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import yaml

from muniment.domain.evidence import NotUnderstood
from muniment.readers.syntax.json_keys import Node, Text

if TYPE_CHECKING:
    from muniment.readers.syntax.json_keys import Plain

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100


def parse(text: str) -> Node:
    """Return the top object of the first document in `text`; broken text is read up to where it breaks."""
    text = text.removeprefix("\ufeff")
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if builder.depth > _DEEPEST:
                builder.stop(event)
                break
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = text.count("\n", 0, mark.index) + 1 if mark else 1
        builder.problems.append(NotUnderstood(line, f"not yaml: {error.problem or error.context}"))
    except (yaml.YAMLError, ValueError):
        builder.problems.append(NotUnderstood(1, "not yaml: holds what is not text"))
    source = Text(text, builder.offsets)
    source.problems.extend(builder.problems)
    return Node(builder.top if isinstance(builder.top, dict) else {}, source)


class _Builder:
    """Puts events together. A frame is an object or a list; an object's key waits for its value."""

    def __init__(self) -> None:
        self.top: Plain = None
        self.problems: list[NotUnderstood] = []
        self.offsets: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._frames: list[dict[str, Plain] | list[Plain]] = []
        self._keys: list[tuple[str, int] | None] = []
        self._documents = 0

    @property
    def depth(self) -> int:
        """Return how many objects and lists are open."""
        return len(self._frames)

    def stop(self, event: yaml.Event) -> None:
        """Say that nothing is read from here on; the parser would take ever longer."""
        self._problem(event, "nested too deep to be read from here on")

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:  # noqa: PLR2004 (the first of those that are not read)
                    self._problem(event, "more than one document; only the first is read")
            case _ if self._documents > 1:
                pass
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.AliasEvent():
                self._problem(event, f"alias `*{event.anchor}` is not followed")
                self._put(None, _begin(event))
            case yaml.MappingStartEvent():
                self._push({}, event)
            case yaml.SequenceStartEvent():
                self._push([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._frames.pop()
                self._keys.pop()
            case _:
                pass

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        key = self._keys[-1] if self._keys else None
        if self._frames and isinstance(self._frames[-1], dict) and key is None:
            self._keys[-1] = (event.value, _begin(event))
            return
        if key:
            self.offsets[key[0], event.value].append(key[1])
        self._put(event.value, _begin(event))

    def _push(self, frame: dict[str, Plain] | list[Plain], event: yaml.Event) -> None:
        self._put(frame, _begin(event))
        self._frames.append(frame)
        self._keys.append(None)

    def _put(self, value: Plain, offset: int) -> None:
        if not self._frames:
            self.top = value
            return
        frame = self._frames[-1]
        if isinstance(frame, list):
            frame.append(value)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = ("", offset)
        else:
            frame[key[0]] = value
            self._keys[-1] = None

    def _problem(self, event: yaml.Event, why: str) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        self.problems.append(NotUnderstood(line, why))


def _begin(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0
