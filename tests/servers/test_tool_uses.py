"""Uses of tools that leave together or not at all."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from app.approving import CALL, CONTEXT
from muniment.domain.call import Ruling, ToolUse
from muniment.domain.gateway import Ruled
from muniment.enforce.guards import Passed
from muniment.errors import InputError, Problem
from muniment.servers.tool_uses import ToolUses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

A, B = (ToolUse(call_id=name, name=name, arguments="{}") for name in ("a", "b"))


class People:
    """Rules under which every use named in `ends` is held, and ends as told; any other is withheld.

    Where holds are `gone`, asking about them raises.
    """

    def __init__(self, ends: Mapping[str, Ruling], *, gone: bool = False) -> None:
        self._ends, self._gone = ends, gone
        self.used_up: list[str] = []
        self.parked: list[list[str]] = []
        self.asked: list[str] = []

    def at_once(self, use: ToolUse, context: object) -> Ruled | None:
        del context
        self.asked.append(use.name)
        return None if use.name in self._ends else Ruled(ruling=Ruling.WITHHOLD)

    def rule(self, use: ToolUse, call: object, context: object) -> Ruled:
        del call, context
        if self._gone:
            raise InputError(Problem(where="holds", what="have not answered for 12 seconds"))
        return Ruled(ruling=Ruling.HOLD, hold_id=f"h-{use.name}")

    async def wait(self, hold_id: str, seconds: float) -> Ruled:
        del seconds
        return Ruled(ruling=self._ends[hold_id.removeprefix("h-")], hold_id=hold_id)

    def consume_together(self, held: Mapping[ToolUse, str]) -> dict[ToolUse, Ruled]:
        self.used_up += held.values()
        return {use: Ruled(ruling=Ruling.RELEASE, hold_id=hold_id) for use, hold_id in held.items()}

    def park(self, ruled: Mapping[ToolUse, Ruled], call: object, context: object) -> None:
        del call, context
        self.parked.append([use.name for use in ruled])


class Means:
    """A log that keeps every record at once, and the rules of `people`."""

    def __init__(self, people: People, error: OSError | None = None) -> None:
        self.rules, self.log, self.hold_seconds = people, self, 5.0
        self.records: list[dict[str, Any]] = []
        self._error = error

    def append(self, entry: bytes, then: Callable[[OSError | None], None] | None = None) -> None:
        self.records.append(json.loads(entry))
        if then is not None:
            then(self._error)

    def now(self) -> Any:  # noqa: ANN401  (a moment)
        return CONTEXT.at

    def say(self, event: str, about: object) -> None:
        del event, about


class Sending:
    call, context, decision = CALL, CONTEXT, CONTEXT.decision


class Answer:
    """Takes what is settled."""

    def __init__(self) -> None:
        self.ruled: dict[str, Ruling] = {}
        self.notices: list[str] = []
        self.broken = False

    def keep_alive(self) -> None:
        pass

    def settled(self, ruled: Mapping[str, Ruled]) -> None:
        self.ruled |= {name: each.ruling for name, each in ruled.items()}
        self.notices += [each.notice for each in ruled.values()]

    def unsettled(self) -> None:
        self.broken = True


def ended(means: Means, *, joint: bool) -> Answer:
    answer = Answer()

    async def scene() -> None:
        uses = ToolUses(means, Sending(), answer)  # type: ignore[arg-type]  # as much of each as is used
        answer.settled(uses.rule(Passed(asks=(A, B), joint=joint)))
        await asyncio.gather(*uses._tasks)
        assert not uses.waiting

    asyncio.run(scene())
    return answer


def test_beside_a_denied_call_of_the_turn_no_approval_is_used_up_and_the_log_says_withheld() -> None:
    people = People({"a": Ruling.RELEASE, "b": Ruling.WITHHOLD})
    means = Means(people)

    answer = ended(means, joint=True)

    assert set(answer.ruled.values()) == {Ruling.WITHHOLD}
    assert people.used_up == []
    assert [(each["tool"]["hold"], each["tool"]["ruling"]) for each in means.records] == [
        ("h-a", "withhold"),
        ("h-b", "withhold"),
    ]


def test_a_turn_whose_calls_are_all_approved_leaves_whole() -> None:
    people = People({"a": Ruling.RELEASE, "b": Ruling.RELEASE})

    answer = ended(Means(people), joint=True)

    assert set(answer.ruled.values()) == {Ruling.RELEASE}
    assert people.used_up == ["h-a", "h-b"]


def test_calls_for_which_people_take_too_long_are_parked_as_they_would_leave() -> None:
    ends = {"a": Ruling.RELEASE, "b": Ruling.HOLD}
    together, alone, denied = People(ends), People(ends), People({**ends, "a": Ruling.WITHHOLD})

    for people, joint in ((together, True), (alone, False), (denied, True)):
        means = Means(people)
        means.hold_seconds = 0.0
        ended(means, joint=joint)

    assert together.parked == [["a", "b"]]
    assert alone.parked == [["b"]]
    assert denied.parked == []


def test_calls_that_stand_alone_are_settled_alone() -> None:
    people = People({"a": Ruling.RELEASE, "b": Ruling.WITHHOLD})

    answer = ended(Means(people), joint=False)

    assert answer.ruled == {"a": Ruling.RELEASE, "b": Ruling.WITHHOLD}
    assert people.used_up == ["h-a"]


@pytest.mark.parametrize("joint", [True, False])
def test_what_cannot_be_written_down_does_not_leave(joint: bool) -> None:  # noqa: FBT001  (a table)
    people = People({"a": Ruling.RELEASE, "b": Ruling.RELEASE})

    answer = ended(Means(people, OSError("full")), joint=joint)

    assert answer.ruled == {}
    assert answer.broken


def test_after_a_call_that_is_withheld_at_once_nobody_is_asked_about_the_next() -> None:
    people = People({"b": Ruling.RELEASE})

    answer = ended(Means(people), joint=True)

    assert people.asked == ["a"]
    assert answer.ruled == {"a": Ruling.WITHHOLD, "b": Ruling.WITHHOLD}


def test_where_holds_do_not_answer_the_calls_are_withheld_with_a_word_that_says_so() -> None:
    people = People({"a": Ruling.RELEASE, "b": Ruling.RELEASE}, gone=True)

    answer = ended(Means(people), joint=True)

    assert set(answer.ruled.values()) == {Ruling.WITHHOLD}
    assert "holds have not answered" in answer.notices[0]
    assert people.used_up == []
