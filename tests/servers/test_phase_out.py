"""A vendor is phased out without a change of code: unmodified clients go on, on the replacement that people chose."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import anthropic
import openai
import pytest

from enforce.vendors import Reply, Vendor, serving
from muniment.domain.call import Dialect
from servers.phasing_out import CHOICE, Gateway, configuration, rulebook_looked_up_by, running
from servers.running import PLANNER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anthropic.types import Message, MessageParam, ToolParam

LAST_DAY: Final = date(2026, 9, 29)
"""The last day for winding down in procurements of the Department of War, as the rulebook has it."""
THE_DAY_AFTER: Final = LAST_DAY + timedelta(days=1)
LATER: Final = date(2026, 11, 26)
TOOL: Final[ToolParam] = {
    "name": "get_weather",
    "description": "The weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
Answering: TypeAlias = "Callable[[str, dict[str, Any]], Reply]"
ASKED: Final[list[MessageParam]] = [{"role": "user", "content": "What is the weather in Paris?"}]


def turn(url: str, said: list[MessageParam]) -> Message:
    with (
        anthropic.Anthropic(api_key=PLANNER, base_url=url, max_retries=0) as client,
        client.messages.stream(
            model="claude-sonnet-5", max_tokens=512, system="Be brief.", tools=[TOOL], messages=said
        ) as stream,
    ):
        return stream.get_final_message()


def conversation(url: str) -> tuple[Message, Message]:
    first = turn(url, ASKED)
    call = first.content[-1]
    assert call.type == "tool_use"
    assert call.input == {"city": "Paris"}
    result: MessageParam = {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "18 °C"}],
    }
    return first, turn(url, [*ASKED, {"role": "assistant", "content": first.content}, result])


@contextmanager
def phased_out(
    folder: Path, answer: Answering, choice: str = CHOICE, more: str = ""
) -> Iterator[tuple[Gateway, Vendor]]:
    """Run a gateway after the last day, before the vendor who goes and one who answers by `answer`."""
    gone = Vendor(Dialect.MESSAGES)
    with serving(gone) as old, serving(answer) as new:
        config = configuration(old=old, new=new, dialect="chat", more=more) + choice
        with running(folder, config, LATER) as gateway:
            yield gateway, gone


def told(*arguments: str) -> str:
    program = (sys.executable, "-c", "from muniment.cli.main import run; run()")
    return subprocess.run([*program, *arguments], capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("dialect", [Dialect.CHAT, Dialect.RESPONSES])
def test_the_day_after_the_last_an_unmodified_client_is_served_by_the_permitted_replacement(
    tmp_path: Path, dialect: Dialect
) -> None:
    before, after = Vendor(Dialect.MESSAGES), Vendor(dialect)
    more = f'rulebook = "{rulebook_looked_up_by(LAST_DAY, tmp_path)}"'

    with serving(before) as old, serving(after) as new:
        config = configuration(old=old, new=new, dialect=dialect.value, more=more) + CHOICE
        with running(tmp_path, config, LAST_DAY) as gateway:
            last, _ = conversation(gateway.url)
        with running(tmp_path, config, THE_DAY_AFTER) as gateway:
            first, second = conversation(gateway.url)

    assert last.model == "claude-x"
    assert [len(before.asked), len(after.asked)] == [2, 2]
    assert [each["model"] for each in after.asked] == ["gpt-5-2026-08", "gpt-5-2026-08"]
    assert (first.model, first.stop_reason) == ("gpt-x", "tool_use")
    assert [each.text for each in second.content if each.type == "text"] == ["It is 18 °C."]
    before_, moved = gateway.records("intent")[1:3]
    assert (before_["maker"], before_["outcome"], before_["decisions"][0]["until"]) == (
        "anthropic",
        "permitted-until",
        "2026-09-29",
    )
    assert (moved["maker"], moved["dialect"], moved["outcome"]) == ("openai", dialect.value, "permitted")
    assert (moved["moved"]["maker"], moved["moved"]["outcome"]) == ("anthropic", "prohibited")
    assert moved["moved"]["decisions"][0]["rules"] == ["dow-4713-2026-03-03"]
    assert moved["as_of"] == moved["moved"]["as_of"] == "2026-09-30"


def test_an_auditor_sees_from_the_log_alone_what_was_moved_why_and_by_whose_choice(tmp_path: Path) -> None:
    with phased_out(tmp_path, Vendor(Dialect.CHAT)) as (gateway, _):
        conversation(gateway.url)
    log = str(gateway.folder / "calls.log")
    name = gateway.records("intent")[0]["call"]

    page = told("gateway", "log", log, "--call", name)

    one_line = " ".join(page.split())
    config = (gateway.folder / "gateway.toml").read_text(encoding="utf-8")
    line = config.splitlines().index("[[replacements]]") + 1
    assert "Moved from" in page
    assert "anthropic prohibited by dow-4713-2026-03-03" in one_line
    assert "openai permitted" in one_line
    assert f"gateway.toml:{line}:1" in one_line.replace(" ", "")


def denied(url: str, **more: dict[str, int]) -> dict[str, Any]:
    with anthropic.Anthropic(api_key=PLANNER, base_url=url, max_retries=0) as client:
        asked: dict[str, Any] = {"model": "claude-sonnet-5", "max_tokens": 9, "messages": ASKED, **more}
        with pytest.raises(anthropic.PermissionDeniedError) as refused:
            client.messages.create(**asked)
    assert isinstance(refused.value.body, dict)
    error: dict[str, Any] = refused.value.body["error"]
    return error


def test_without_a_choice_the_call_is_denied_and_nothing_is_sent(tmp_path: Path) -> None:
    after = Vendor(Dialect.CHAT)

    with phased_out(tmp_path, after, choice="") as (gateway, before):
        error = denied(gateway.url)

    assert error["code"] == "dow-4713-2026-03-03"
    assert before.asked == after.asked == []


def test_a_replacement_that_may_not_be_used_either_serves_nobody(tmp_path: Path) -> None:
    after = Vendor(Dialect.CHAT)

    with phased_out(tmp_path, after, CHOICE.replace("gpt-5", "deep")) as (gateway, before):
        error = denied(gateway.url)

    assert "`deep`, which takes its place, may not be used either" in error["message"]
    assert error["rules"] == ["dow-4713-2026-03-03", "ndaa26-1532"]
    record = gateway.records("denied")[0]
    assert (record["maker"], record["outcome"]) == ("anthropic", "prohibited")
    assert (record["replacement"]["model"], record["replacement"]["outcome"]) == ("deep", "prohibited")
    assert before.asked == after.asked == []


def test_a_call_that_the_other_dialect_cannot_say_is_denied_with_the_place(tmp_path: Path) -> None:
    after = Vendor(Dialect.CHAT)

    with phased_out(tmp_path, after) as (gateway, before):
        error = denied(gateway.url, extra_body={"top_k": 5})

    assert error["code"] == "replacement_cannot_say"
    assert "cannot be asked the same: top_k: no other dialect takes only the likeliest words" in error["message"]
    assert before.asked == after.asked == []


def test_a_field_that_the_replacement_may_lose_is_left_out_and_recorded(tmp_path: Path) -> None:
    after = Vendor(Dialect.CHAT)

    with (
        phased_out(tmp_path, after, CHOICE + 'may_lose = ["top_k"]\n') as (gateway, _),
        anthropic.Anthropic(api_key=PLANNER, base_url=gateway.url, max_retries=0) as client,
        client.messages.stream(
            model="claude-sonnet-5", max_tokens=9, messages=ASKED, extra_body={"top_k": 5}
        ) as stream,
    ):
        stream.get_final_message()

    assert "top_k" not in after.asked[0]
    assert [each["field"] for each in gateway.records("intent")[0]["moved"]["lost"]] == ["top_k"]


def test_the_model_that_is_moved_stays_among_those_that_a_client_may_ask_for(tmp_path: Path) -> None:
    with (
        phased_out(tmp_path, Vendor(Dialect.CHAT)) as (gateway, _),
        openai.OpenAI(api_key=PLANNER, base_url=f"{gateway.url}/v1", max_retries=0) as client,
    ):
        names = [each.id for each in client.models.list()]

    assert names == ["claude-sonnet-5", "gpt-5"]


def test_the_choice_of_the_plan_counts_where_the_file_has_none(tmp_path: Path) -> None:
    after = Vendor(Dialect.CHAT)
    (tmp_path / "plan.toml").write_text(
        '[[items]]\ncontract = "W15QKN-26-C-0042"\nsystem = "planner"\nvendor = "anthropic"\nreplacement = "openai"\n',
        encoding="utf-8",
    )

    with phased_out(tmp_path, after, choice="", more='plan = "plan.toml"') as (gateway, _):
        conversation(gateway.url)

    assert [each["model"] for each in after.asked] == ["gpt-5-2026-08", "gpt-5-2026-08"]
    assert gateway.records("intent")[0]["moved"]["chosen_at"].endswith("plan.toml:1")


def test_a_stream_of_the_replacement_that_breaks_off_is_no_answer(tmp_path: Path) -> None:
    def break_off(path: str, body: dict[str, Any]) -> Reply:
        return Reply(Vendor(Dialect.CHAT)(path, body).pieces[:5])

    with (
        phased_out(tmp_path, break_off) as (gateway, _),
        pytest.raises(anthropic.APIStatusError, match="broke off inside a tool call"),
    ):
        turn(gateway.url, ASKED)

    assert [each["how"] for each in gateway.records("outcome")] == ["cut"]


def test_an_error_of_the_replacement_is_one_that_the_client_knows(tmp_path: Path) -> None:
    def slow(_path: str, _body: dict[str, Any]) -> Reply:
        body = json.dumps({"error": {"message": "slow down", "type": "requests", "code": "rate_limit"}}).encode()
        return Reply([body], status=429, content_type="application/json")

    with phased_out(tmp_path, slow) as (gateway, _), pytest.raises(anthropic.RateLimitError, match="slow down"):
        turn(gateway.url, ASKED)


@pytest.mark.parametrize("dialect", [Dialect.MESSAGES, Dialect.RESPONSES])
def test_a_client_of_another_library_is_moved_in_the_same_way(tmp_path: Path, dialect: Dialect) -> None:
    after = Vendor(dialect)
    choice = '[[replacements]]\nmodel = "deep"\nby = "mistral-large"\nmax_tokens = 512\n'
    own = '\n[[routes]]\nid = "own"\nurl = "{url}"\noperator = "ourselves"\ndialects = ["{dialect}"]\n'
    model = '\n  [[routes.models]]\n  name = "mistral-large"\n  maker = "mistral"\n\n'
    parameters: dict[str, object] = dict(TOOL["input_schema"])
    tools: Any = [{"type": "function", "function": {"name": TOOL["name"], "parameters": parameters}}]
    asked: Any = ASKED

    with serving(Vendor(Dialect.CHAT)) as old, serving(after) as new:
        route = own.format(url=new, dialect=dialect.value) + model
        config = configuration(old=old, new=old, dialect="chat") + route + choice
        with (
            running(tmp_path, config, LATER) as gateway,
            openai.OpenAI(api_key=PLANNER, base_url=f"{gateway.url}/v1", max_retries=0) as client,
            client.chat.completions.stream(model="deep", messages=asked, tools=tools) as stream,
        ):
            found = stream.get_final_completion().choices[0]

    assert found.message.content == "I will look."
    assert found.message.tool_calls is not None
    assert json.loads(found.message.tool_calls[0].function.arguments) == {"city": "Paris"}
    assert [each["model"] for each in after.asked] == ["mistral-large"]
    assert gateway.records("intent")[0]["moved"]["maker"] == "deepseek"
