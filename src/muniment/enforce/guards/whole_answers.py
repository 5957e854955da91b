"""Whole answers of each dialect: where uses of tools stand in them, and what stands in place of a withheld one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from muniment.enforce.dialects.names import names
from muniment.enforce.guards import chat, messages
from muniment.enforce.guards.chat_calls import Call
from muniment.enforce.guards.responses_items import CALLS, PASSING, known_parts, notice_item, use_of
from muniment.enforce.guards.responses_items import read_usage as responses_usage
from muniment.enforce.guards.shape import BrokenError
from muniment.enforce.guards.uses import Ask, known_only
from muniment.enforce.guards.whole import all_released, rewritten
from muniment.enforce.strict_json import mapping, text_of

if TYPE_CHECKING:
    from muniment.domain.call import Read, Usage
    from muniment.enforce.guards.uses import Finder, FoundUse, Settled

CHOICE = names("content_filter_results finish_reason index logprobs message token_ids")
MESSAGE = chat.DELTA
ANSWER = chat.CHUNK | names("metadata prompt_logprobs")


class ChatAnswer:
    """Reads an answer of Chat Completions. One use that is not released withholds those of its choice."""

    def __init__(self, finder: Finder) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self._finder = finder

    def read(self, answer: dict[str, Read], raw: bytes) -> Ask | None:
        """Return the uses in every choice."""
        if "choices" not in answer and "error" not in answer:
            reason = "the answer has neither choices nor an error"
            raise BrokenError(reason)
        usage = answer.get("usage")
        self.usage = chat.read_usage(usage) if isinstance(usage, dict) else None
        if not ANSWER.issuperset(answer):
            self.left_out += known_only(answer, ANSWER, "answer")
        choices = chat.read_choices(answer)
        found: list[FoundUse] = []
        owners: list[dict[str, Read]] = []
        for choice in choices:
            if not CHOICE.issuperset(choice):
                self.left_out += known_only(choice, CHOICE, "choice")
            if uses := self._uses(choice):
                found += uses
                owners += [choice] * len(uses)
        changed = bool(self.left_out)
        if not found and not changed:
            return None

        def settle(settled: tuple[Settled, ...]) -> bytes:
            if all_released(settled):
                return rewritten(answer) if changed else raw
            for choice in choices:
                here = tuple(one for owner, one in zip(owners, settled, strict=True) if owner is choice)
                _withhold_choice(choice, here)
            return rewritten(answer)

        return Ask(found=tuple(found), settle=settle, joint=True)

    def error(self, reason: str) -> bytes:
        """Return the error as the vendor would tell it."""
        return rewritten({"error": {"message": reason, "type": "muniment_cut", "code": "unreadable_answer"}})

    def _uses(self, choice: dict[str, Read]) -> list[FoundUse]:
        message = choice.get("message")
        if not isinstance(message, dict):
            reason = "a choice has no message"
            raise BrokenError(reason)
        if not MESSAGE.issuperset(message):
            self.left_out += known_only(message, MESSAGE, "message")
        given, older = message.get("tool_calls") or [], message.get("function_call")
        if not given and older is None:
            return []
        calls: list[Call] = []
        for one in given if isinstance(given, list) else [given]:
            calls.append(Call())
            if isinstance(one, dict):
                calls[-1].add(one)
        if older is not None:
            calls.append(Call())
            calls[-1].add({"function": older})
        return [call.found(self._finder) for call in calls]


def _withhold_choice(choice: dict[str, Read], settled: tuple[Settled, ...]) -> None:
    withheld = [each for each in settled if not each.released]
    if not withheld:
        return
    message = cast("dict[str, Read]", choice["message"])
    said = message.get("content")
    parts = [said] if isinstance(said, str) and said else []
    message["content"] = "\n".join([*parts, *(each.notice for each in withheld)])
    message.pop("tool_calls", None)
    message.pop("function_call", None)
    choice["finish_reason"] = "content_filter"
    choice["muniment"] = [cast("Read", each.note) for each in withheld]


class MessagesAnswer:
    """Reads an answer of Anthropic Messages."""

    def __init__(self, finder: Finder, hosted: frozenset[str]) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self._finder = finder
        self._passing = messages.TEXT_BLOCKS | hosted

    def read(self, answer: dict[str, Read], raw: bytes) -> Ask | None:
        """Return the uses in the content."""
        content = answer.get("content")
        if answer.get("type") != "message" or not isinstance(content, list):
            reason = "the answer is no message with a list of content"
            raise BrokenError(reason)
        self.usage = messages.read_usage(mapping(answer.get("usage")), None)
        self.left_out += known_only(answer, messages.MESSAGE, "message")
        uses = {place: self._use(block) for place, block in enumerate(content) if not self._passes(block)}
        changed = bool(self.left_out)
        if not uses and not changed:
            return None

        def settle(settled: tuple[Settled, ...]) -> bytes:
            if all_released(settled):
                return rewritten(answer) if changed else raw
            for place, each in zip(uses, settled, strict=True):
                if not each.released:
                    note = cast("Read", each.note)
                    content[place] = {"type": "text", "text": each.notice, "muniment": note}
            released = any(each.released for each in settled)
            if answer.get("stop_reason") == "tool_use" and not released:
                answer["stop_reason"] = "end_turn"
            return rewritten(answer)

        return Ask(found=tuple(uses.values()), settle=settle)

    def error(self, reason: str) -> bytes:
        """Return the error as the vendor would tell it."""
        return rewritten({"type": "error", "error": {"type": "api_error", "message": reason}})

    def _passes(self, block: Read) -> bool:
        return isinstance(block, dict) and text_of(block.get("type")) in self._passing

    def _use(self, block: Read) -> FoundUse:
        given = block if isinstance(block, dict) else {}
        if given.get("type") != "tool_use":
            why = "it is of a type that the request does not offer"
            return self._finder.unknown(given.get("name") or given.get("type"), why)
        broken = "" if given.keys() <= messages.TOOL_USE else "it has fields that are not known"
        return messages.use_of(given, "", self._finder, broken)


class ResponsesAnswer:
    """Reads an answer of Responses."""

    def __init__(self, finder: Finder, hosted: frozenset[str]) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self._finder = finder
        self._passing = PASSING | hosted

    def read(self, answer: dict[str, Read], raw: bytes) -> Ask | None:
        """Return the uses in the output."""
        output = answer.get("output")
        if not isinstance(output, list):
            reason = "the answer has no list of output"
            raise BrokenError(reason)
        self.usage = responses_usage(answer)
        self.left_out += [name for item in output if isinstance(item, dict) for name in known_parts(item)]
        changed = bool(self.left_out)
        uses = {place: self._use(item) for place, item in enumerate(output) if not self._passes(item)}
        if not uses and not changed:
            return None

        def settle(settled: tuple[Settled, ...]) -> bytes:
            if all_released(settled):
                return rewritten(answer) if changed else raw
            for place, each in zip(uses, settled, strict=True):
                if not each.released:
                    output[place] = notice_item(mapping(output[place]), each.notice, each.note)
            return rewritten(answer)

        return Ask(found=tuple(uses.values()), settle=settle)

    def error(self, reason: str) -> bytes:
        """Return the error as the vendor would tell it."""
        return rewritten({"error": {"message": reason, "type": "muniment_cut", "code": "unreadable_answer"}})

    def _passes(self, item: Read) -> bool:
        return isinstance(item, dict) and text_of(item.get("type")) in self._passing

    def _use(self, item: Read) -> FoundUse:
        given = item if isinstance(item, dict) else {}
        if text_of(given.get("type")) not in CALLS:
            why = "it is of a type that the request does not offer"
            return self._finder.unknown(given.get("name") or given.get("type"), why)
        return use_of(given, self._finder)
