"""The gateway as its clients and its vendor meet it: a real process between real sockets."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from servers.running import HELPDESK, PLANNER, PROGRAM, Answered, Running, asked, configuration, running
from servers.vendor import Reply, Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASK = [{"role": "user", "content": "hi"}]
BODIES: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": {"messages": ASK},
    "/v1/responses": {"input": "hi"},
    "/v1/messages": {"messages": ASK, "max_tokens": 16},
    "/v1/embeddings": {"input": "hi"},
}
CASES = {
    # name: path, model, caller, verdict
    "chat, permitted": ("/v1/chat/completions", "gpt-5", PLANNER, "permitted"),
    "chat, prohibited": ("/v1/chat/completions", "deep", PLANNER, "ndaa26-1532"),
    "chat, undetermined": ("/v1/chat/completions", "deep", HELPDESK, "undetermined"),
    "chat, no such model": ("/v1/chat/completions", "claude-sonnet-5", HELPDESK, "model_not_served"),
    "responses, permitted": ("/v1/responses", "gpt-5", PLANNER, "permitted"),
    "responses, prohibited": ("/v1/responses", "deep", PLANNER, "ndaa26-1532"),
    "responses, undetermined": ("/v1/responses", "deep", HELPDESK, "undetermined"),
    "responses, no such model": ("/v1/responses", "mistral-large", PLANNER, "model_not_served"),
    "messages, permitted": ("/v1/messages", "claude-sonnet-5", HELPDESK, "permitted"),
    "messages, prohibited": ("/v1/messages", "claude-sonnet-5", PLANNER, "dow-4713-2026-03-03"),
    "messages, our own service": ("/v1/messages", "mistral-large", PLANNER, "permitted"),
    "messages, no such model": ("/v1/messages", "gpt-5", PLANNER, "model_not_served"),
    "embeddings, permitted": ("/v1/embeddings", "gpt-5", PLANNER, "permitted"),
    "embeddings, prohibited": ("/v1/embeddings", "deep", PLANNER, "ndaa26-1532"),
    "embeddings, undetermined": ("/v1/embeddings", "deep", HELPDESK, "undetermined"),
}


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(scope="module")
def gateway(vendor: Vendor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("gateway"), configuration(vendor)) as found:
        yield found


@pytest.fixture(autouse=True)
def _usual(vendor: Vendor) -> None:
    vendor.reply = None
    vendor.seen.clear()


def last(gateway: Running, kind: str) -> dict[str, Any]:
    return next(record for record in reversed(gateway.records()) if record["kind"] == kind)


EVERY = {
    f"{name}, {'stream' if stream else 'whole'}": (*case, stream)
    for name, case in CASES.items()
    for stream in (False, True)
    if not (stream and name.startswith("embeddings"))
}


@pytest.mark.parametrize("case", EVERY.values(), ids=EVERY)
def test_every_route_is_decided_and_recorded_in_the_same_way_whole_and_as_a_stream(
    gateway: Running, vendor: Vendor, case: tuple[str, str, str, str, bool]
) -> None:
    path, model, key, verdict, stream = case
    body = {"model": model, **BODIES[path]}
    before = len(gateway.records())

    answer = gateway.post(path, {**body, "stream": True} if stream else body, key)

    first = next(record for record in gateway.records()[before:] if record["kind"] in {"intent", "denied"})
    assert answer.headers["muniment-decision"] == first["call"]
    if verdict == "permitted":
        assert answer.status == 200
        assert b"Hello" in answer.raw or path == "/v1/embeddings"
        assert (first["kind"], first["outcome"]) == ("intent", "permitted")
        assert [seen.path for seen in vendor.seen] == [path]
    else:
        assert answer.status == 403
        error = answer.body["error"]
        assert (error["code"], error["decision_id"]) == (verdict, first["call"])
        assert (first["kind"], first["denied"]["code"]) == ("denied", verdict)
        assert vendor.seen == []


def test_a_denial_names_the_rule_its_documents_and_what_is_missing_in_the_words_of_the_clients_dialect(
    gateway: Running,
) -> None:
    chat = gateway.post("/v1/chat/completions", {"model": "deep", "messages": ASK}, HELPDESK).body
    messages = gateway.post("/v1/messages", {"model": "claude-sonnet-5", "max_tokens": 1, "messages": ASK}).body

    assert chat["error"]["type"] == "muniment_denied"
    assert chat["error"]["rules"] == ["ndaa26-6604"]
    assert [each["fact"] for each in chat["error"]["missing"]] == ["system.intelligence_community"]
    assert "nobody has said" in chat["error"]["message"]
    assert (messages["type"], messages["error"]["type"]) == ("error", "permission_error")
    assert {each["rule"] for each in messages["error"]["citations"]} == {"dow-4713-2026-03-03"}
    assert all(each["title"] and each["confidence"] for each in messages["error"]["citations"])


def test_the_vendor_gets_what_was_understood_with_the_gateways_own_secret_and_nothing_else_of_the_client(
    gateway: Running, vendor: Vendor
) -> None:
    raw = b'{ "model" : "gpt-5",\n "messages": [{"role":"user","content":"h\\u00e9"}] }'
    headers = {"accept-encoding": "gzip", "cookie": "a=b", "x-forwarded-for": "1.2.3.4", "openai-organization": "o"}

    gateway.post("/v1/chat/completions", raw, headers=headers)

    (seen,) = vendor.seen
    assert seen.body == json.loads(raw)
    assert seen.raw != raw
    assert seen.headers["authorization"] == "Bearer sk-vendor"
    assert seen.headers["accept-encoding"] == "identity"
    assert not {"cookie", "x-forwarded-for", "openai-organization"} & seen.headers.keys()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"anthropic-beta": "files-api-2025-04-14"}, "beta_not_listed"),
        ({"anthropic-version": "2023-06-01, x"}, "version_not_served"),
        ({"muniment-purpose": "internal"}, "purpose_not_open"),
        ({"muniment-authority": "eo-12333"}, "authority_not_open"),
    ],
)
def test_a_header_that_changes_what_is_done_is_denied_unless_it_is_listed(
    gateway: Running, vendor: Vendor, headers: dict[str, str], code: str
) -> None:
    body = {"model": "mistral-large", "max_tokens": 5, "messages": ASK}

    answer = gateway.post("/v1/messages", body, headers=headers)

    assert (answer.status, answer.body["error"]["code"]) == (403, code)
    assert vendor.seen == []


def test_what_a_file_lists_goes_on_betas_and_purposes_included(vendor: Vendor, tmp_path: Path) -> None:
    config = configuration(vendor).replace(
        'operator = "ourselves"\n', 'operator = "ourselves"\nallow = {betas = ["b-1"]}\n'
    )
    config = config.replace('system = "planner"\n', 'system = "planner"\npurposes = ["performance"]\n')
    with running(tmp_path, config) as gateway:
        body = {"model": "mistral-large", "max_tokens": 5, "messages": ASK}
        answer = gateway.post("/v1/messages?beta=true", body, headers={"anthropic-beta": "b-1"})
        record = gateway.records()[1]

    assert answer.status == 200
    assert (vendor.seen[0].headers["anthropic-beta"], vendor.seen[0].path) == ("b-1", "/v1/messages")
    assert record["purpose"] == "performance"


def test_a_model_goes_to_the_vendor_by_the_vendors_name(vendor: Vendor, tmp_path: Path) -> None:
    config = configuration(vendor).replace('name = "gpt-5"', 'name = "ours"\n  sent_as = "gpt-5-2026"')
    with running(tmp_path, config) as gateway:
        gateway.post("/v1/chat/completions", {"model": "ours", "messages": ASK})

    assert vendor.seen[0].body["model"] == "gpt-5-2026"


def test_models_are_listed_in_either_dialect_and_only_those_that_the_caller_may_use_today(gateway: Running) -> None:
    planner = gateway.get("/v1/models").body
    helpdesk = gateway.get("/v1/models", HELPDESK, {"anthropic-version": "2023-06-01"}).body

    assert [each["id"] for each in planner["data"]] == ["gpt-5", "mistral-large"]
    assert [each["id"] for each in helpdesk["data"]] == ["gpt-5", "claude-sonnet-5", "mistral-large"]
    assert {each["type"] for each in helpdesk["data"]} == {"model"}
    assert gateway.get("/v1/models/gpt-5").body["id"] == "gpt-5"
    assert gateway.get("/v1/models/claude-sonnet-5").status == 404


def outcome(gateway: Running, answer: Answered) -> dict[str, Any]:
    """Return the outcome of a call; it is written within a second, and nobody waits for it."""
    name = answer.headers["muniment-decision"]
    for _ in range(600):
        for record in gateway.records():
            if (record["kind"], record.get("call")) == ("outcome", name):
                return record
        time.sleep(0.05)
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/files"),
        ("POST", "/v1/batches"),
        ("POST", "/v1/chat/completions/"),
        ("POST", "/V1/chat/completions"),
        ("POST", "/v1/chat/completions?api-version=2"),
        ("POST", "/v1//chat/completions"),
        ("POST", "/v1/%63hat/completions"),
        ("GET", "/v1/responses/resp_1"),
        ("GET", "/"),
        ("GET", "/v1/models?limit=1"),
        ("DELETE", "/v1/models/gpt-5"),
    ],
)
def test_a_path_that_is_not_known_is_denied_and_recorded(
    gateway: Running, vendor: Vendor, method: str, path: str
) -> None:
    answer = asked(gateway.port, method, path, b"{}", {"authorization": f"Bearer {PLANNER}"})

    assert answer.status == 403
    assert answer.body["error"]["code"] == "path_not_served"
    assert last(gateway, "denied")["denied"]["code"] == "path_not_served"
    assert vendor.seen == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer mk-nobody"},
        {"authorization": f"Basic {PLANNER}"},
        {"authorization": f"Bearer {PLANNER}", "x-api-key": HELPDESK},
        {"authorization": "Bearer a.b.c"},
    ],
    ids=["nothing", "an unknown key", "another scheme", "two keys", "a token where none are believed"],
)
def test_whoever_is_not_known_is_told_so_and_nothing_of_the_call_is_read(
    gateway: Running, vendor: Vendor, headers: dict[str, str]
) -> None:
    before = len(gateway.records())

    answer = asked(gateway.port, "POST", "/v1/chat/completions", b'{"model":', headers)

    assert answer.status == 401
    assert answer.body["error"]["code"] == "not_authenticated"
    assert (vendor.seen, len(gateway.records())) == ([], before)


def test_a_key_may_come_in_the_header_of_either_vendor(gateway: Running) -> None:
    body = json.dumps({"model": "mistral-large", "max_tokens": 5, "messages": ASK}).encode()

    answer = asked(gateway.port, "POST", "/v1/messages", body, {"x-api-key": PLANNER})

    assert answer.status == 200


def test_what_a_vendor_answers_badly_is_never_taken_for_an_answer(gateway: Running, vendor: Vendor) -> None:
    told = {}
    replies = {
        "redirect": Reply(status=307, headers={"location": vendor.url + "/v1/elsewhere"}),
        "coded": Reply(headers={"content-type": "application/json", "content-encoding": "gzip"}, pieces=[b"x"]),
        "no length": Reply(raw=b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{}"),
        "two lengths": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"),
        "not HTTP": Reply(raw=b"hello\r\n\r\n"),
        "gone": Reply(raw=b""),
        "no answer of the dialect": Reply(headers={"content-type": "application/json"}, pieces=[b'{"a":1,"a":2}']),
    }
    for name, reply in replies.items():
        vendor.reply = reply
        answer = gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": ASK})
        told[name] = (answer.status, outcome(gateway, answer)["how"])

    assert {name: status for name, (status, _) in told.items()} == dict.fromkeys(replies, 502)
    assert {name: how for name, (_, how) in told.items()} == {
        "redirect": "vendor-redirects",
        "coded": "answer-coded",
        "no length": "cut",
        "two lengths": "cut",
        "not HTTP": "cut",
        "gone": "cut",
        "no answer of the dialect": "cut",
    }
    assert len(vendor.seen) == len(replies)


def test_an_error_of_the_vendor_reaches_the_client_with_its_status_and_when_to_try_again(
    gateway: Running, vendor: Vendor
) -> None:
    body = b'{"error":{"message":"slow down","type":"rate_limit_error","code":null,"param":null}}'
    headers = {"content-type": "application/json", "retry-after": "7", "set-cookie": "a=b", "server": "x"}
    vendor.reply = Reply(status=429, headers=headers, pieces=[body])

    answer = gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": ASK})

    assert (answer.status, answer.headers["retry-after"]) == (429, "7")
    assert answer.body == json.loads(body)
    assert not {"set-cookie", "server"} & answer.headers.keys()
    assert outcome(gateway, answer)["status"] == 429


def test_the_admin_port_tells_whether_it_is_ready_and_what_it_did(gateway: Running) -> None:
    gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": ASK})

    ready, metrics = gateway.admin_get("/readyz"), gateway.admin_get("/metrics").raw.decode()

    assert gateway.admin_get("/healthz").body == {"alive": True}
    assert (ready.status, ready.body["doubts"]) == (200, [])
    lines = len(gateway.records())  # the outcome of a call is written once its answer has gone
    assert ready.body["log"]["lines"] <= lines <= gateway.admin_get("/readyz").body["log"]["lines"]
    assert 'muniment_calls_total{route="open",dialect="chat",how="complete"}' in metrics
    assert "muniment_ready 1" in metrics


def test_metrics_are_what_prometheus_reads(gateway: Running) -> None:
    found = {each.name: each for each in text_string_to_metric_families(gateway.admin_get("/metrics").raw.decode())}

    assert found["muniment_admission_seconds"].type == "histogram"
    assert found["muniment_calls"].type == "counter"


def test_what_a_vendor_adds_and_nobody_knows_is_left_out_and_told_once(gateway: Running, vendor: Vendor) -> None:
    choice = '{"index":0,"delta":{"content":"word","actions":[{"run":"A7"}]},"finish_reason":null}'
    chunk = f'data: {{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{choice}]}}\n\n'
    end = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    vendor.reply = Reply(headers={"content-type": "text/event-stream"}, pieces=[*[chunk.encode()] * 3, end])

    answer = gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": ASK, "stream": True})

    told = [json.loads(line) for line in (gateway.folder / "events.jsonl").read_text().splitlines()]
    assert [event["what"] for event in told if event["event"] == "left out"] == ["delta.actions"]
    assert b"word" in answer.raw
    assert b"A7" not in answer.raw


def test_no_text_of_a_call_is_in_the_log_or_the_events(gateway: Running) -> None:
    gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": [{"role": "user", "content": "the-secret"}]})

    told = gateway.log.read_bytes() + (gateway.folder / "events.jsonl").read_bytes() + gateway.admin_get("/metrics").raw
    assert b"the-secret" not in told
    assert b"Hello there" not in told


def test_the_log_of_a_running_gateway_is_verified_and_a_call_put_together_again(gateway: Running) -> None:
    answer = gateway.post("/v1/chat/completions", {"model": "gpt-5", "messages": ASK})
    name = outcome(gateway, answer)["call"]

    whole = subprocess.run([*PROGRAM, "gateway", "log", str(gateway.log), "--json"], capture_output=True, check=True)
    one = subprocess.run(
        [*PROGRAM, "gateway", "log", str(gateway.log), "--call", name, "--json"], capture_output=True, check=True
    )

    chain = json.loads(whole.stdout.splitlines()[-1])
    call = json.loads(one.stdout)
    assert chain["chain"]["lines"] == len(gateway.records())
    assert (call["call"], call["result"], call["outcome"]["status"]) == (name, "complete", 200)
    assert call["decided"]["contract"] == "W15QKN-26-C-0042"


def test_the_program_starts_without_what_only_a_gateway_needs() -> None:
    code = "import sys; import muniment.cli.main as m; m.exit_code(['gateway', '--help']); print(sorted(sys.modules))"

    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert not any(name in modules for name in ("'httptools'", "'uvloop'", "'joserfc'", "'orjson'", "'asyncio'"))


def test_where_the_packages_of_a_gateway_are_not_installed_it_says_which_part_to_install() -> None:
    code = (
        "import sys; sys.modules['httptools'] = None; import muniment.cli.main as m;"
        "sys.exit(m.exit_code(['gateway', 'run', '--config', 'gateway.toml']))"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert ended.returncode == 2
    assert "needs `httptools`" in ended.stderr
    assert "install `muniment[gateway]`" in ended.stderr
