"""What came of deciding an old record again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO, cast

from rich.text import Text

from muniment.prove.canonical import Json, canonical
from muniment.prove.differing import Absent, differing
from muniment.render.found_json import write_object
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.record import Record
    from muniment.prove.differing import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A record, and each of its decisions as it comes out now, as JSON objects in the same order."""

    record: Record
    again: tuple[dict[str, Any], ...]

    @property
    def changed(self) -> tuple[int, ...]:
        """Return the numbers of the decisions whose canonical bytes differ."""
        pairs = zip(self.record.answers, self.again, strict=True)
        return tuple(
            number for number, (then, now) in enumerate(pairs) if canonical(cast("Json", then)) != canonical(now)
        )

    def places(self, number: int) -> tuple[Place, ...]:
        """Return where a decision differs."""
        return tuple(differing(cast("Json", self.record.answers[number]), self.again[number]))


def print_replay(replay: Replay, program: str, to: Console) -> None:
    """Print whether every decision came out the same, and each place at which one did not."""
    show(_blocks(replay, program), to)


def write_replay(replay: Replay, program: str, to: TextIO) -> None:
    """Write the same for a program."""
    write_object(
        {
            "changed": [
                {
                    "entry": number,
                    "places": [place_value(place) for place in replay.places(number)],
                }
                for number in replay.changed
            ],
            "decisions": len(replay.again),
            "format": "muniment.replay/1",
            "program": {"now": program, "then": replay.record.program},
            "rulebook": replay.record.rulebook,
            "same": not replay.changed if replay.again else None,
        },
        to,
    )


def _blocks(replay: Replay, program: str) -> Iterator[RenderableType]:
    record, changed = replay.record, replay.changed
    decisions = count(len(replay.again), "decision")
    if not replay.again:
        yield Text("? The record holds no decision, so nothing was decided again", style="undetermined")
    elif changed:
        yield Text(f"✗ {len(changed):,} of {decisions} came out otherwise", style="prohibited")
    else:
        yield Text(f"✓ {decisions} came out the same, bit for bit", style="permitted")
    yield Text(f"Rulebook {record.version}, {record.rulebook}", style="quiet")
    then = f"Decided by Muniment {visible(record.program)}, again by {program}"
    yield Text(then if record.program != program else f"Decided by Muniment {program}, then and now", style="quiet")
    for number in changed:
        question = record.questions[number]
        where = f" on {visible(question.contract)}" if question.contract else ""
        yield ""
        yield heading(f"{question.vendor}{where}, {question.as_of}")
        for place in replay.places(number):
            yield indented(Text("/".join(place.path), style="heading"))
            yield indented(labelled([("then", place_words(place.before)), ("now", place_words(place.after))]), 4)


def place_words(value: Json | Absent) -> str:
    """Return what stands in a place, as a person reads it."""
    if isinstance(value, Absent):
        return "nothing"
    return visible(value) if isinstance(value, str) and value else visible(json.dumps(value, ensure_ascii=False))


def place_value(place: Place) -> dict[str, Any]:
    """Return a place that differs; `null` where there is nothing."""
    return {"after": _value(place.after), "before": _value(place.before), "path": list(place.path)}


def _value(value: Json | Absent) -> Json:
    return None if isinstance(value, Absent) else value
