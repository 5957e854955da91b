"""LiteLLM, unmodified and in an environment of its own, as a client of the gateway."""

from __future__ import annotations

import json
import os
import subprocess
import venv
from typing import TYPE_CHECKING, Any, Final

import pytest

from servers.running import HELPDESK, PLANNER, Running, configuration, running
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.full
VERSION: Final = "1.106.2"
CLIENT: Final = """
import json, sys
import litellm

given = json.loads(sys.argv[1])
stream = given.pop("stream", False)
try:
    answer = litellm.completion(**given, stream=stream, num_retries=0)
    if stream:
        answer = litellm.stream_chunk_builder(list(answer))
    message = answer.choices[0].message
    calls = [[each.function.name, json.loads(each.function.arguments)] for each in message.tool_calls or []]
    told = {"text": message.content, "calls": calls}
except Exception as error:
    told = {"error": type(error).__name__, "status": getattr(error, "status_code", 0), "said": str(error)}
print("told " + json.dumps(told))
"""
SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS: Any = [{"type": "function", "function": {"name": "weather", "description": "Tells.", "parameters": SCHEMA}}]
ASK: Any = [{"role": "user", "content": "weather in Oslo?"}]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment with LiteLLM alone, and what it imports once tools are offered."""
    folder = tmp_path_factory.mktemp("litellm")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", f"litellm[mcp]=={VERSION}"], check=True, capture_output=True
    )
    return python


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Vendor() as vendor, running(tmp_path_factory.mktemp("gateway"), configuration(vendor)) as found:
        yield found


def asked(client: Path, gateway: Running, model: str, key: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    base = gateway.url if model.startswith("anthropic/") else f"{gateway.url}/v1"
    told = {"model": model, "messages": ASK, "api_key": key, "api_base": base, **more}
    here = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(
        [client, "-c", CLIENT, json.dumps(told)],
        check=False, capture_output=True, text=True, timeout=300,
        env={**here, "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
    )  # fmt: skip
    lines = [line for line in ended.stdout.splitlines() if line.startswith("told ")]
    assert lines, ended.stderr[-2000:]
    found: dict[str, Any] = json.loads(lines[-1].removeprefix("told "))
    return found


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("model", "key"),
    [
        pytest.param("openai/gpt-5", PLANNER, id="chat"),
        pytest.param("anthropic/claude-sonnet-5", HELPDESK, id="messages"),
    ],
)
def test_litellm_gets_words_and_calls_as_from_the_vendor(
    client: Path,
    gateway: Running,
    model: str,
    key: str,
    stream: bool,  # noqa: FBT001  (a table)
) -> None:
    words = asked(client, gateway, model, key, stream=stream)
    called = asked(client, gateway, model, key, stream=stream, tools=TOOLS)

    assert words == {"text": "Hello there", "calls": []}
    assert called["calls"] == [["weather", {"city": "Oslo"}]]


def test_litellm_tells_a_denial_in_the_words_of_the_gateway(client: Path, gateway: Running) -> None:
    before = len(gateway.records())

    barred = asked(client, gateway, "anthropic/claude-sonnet-5", PLANNER)

    assert barred["status"] == 403, barred
    assert "dow-4713-2026-03-03" in barred["said"]
    assert [each["kind"] for each in gateway.records()[before:]] == ["denied"]


def test_litellm_with_a_key_that_is_not_known_is_told_so(client: Path, gateway: Running) -> None:
    unknown = asked(client, gateway, "openai/gpt-5", "mk-nobody")

    assert (unknown["status"], "the key is not known" in unknown["said"]) == (401, True)
