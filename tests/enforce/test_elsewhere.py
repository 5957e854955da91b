"""Calls that a proxy in front sends on itself, and what it says of its clients."""

from __future__ import annotations

import pytest

from muniment.domain.call import Dialect
from muniment.enforce.allowance import Allowance
from muniment.enforce.elsewhere import certificate_in, headers_to_remove, refused_elsewhere
from muniment.enforce.requests import read_call

HASH = "0123456789abcdef" * 4


def refused(raw: bytes, *, dialect: Dialect = Dialect.CHAT, sent_as: str = "m", tools_ruled: bool = False) -> str:
    call = read_call(dialect, raw, listed=lambda _: Allowance())
    denial = refused_elsewhere(raw, call, sent_as, tools_ruled=tools_ruled)
    return denial.code if denial else ""


TOOL = b'"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}], "store": false'


@pytest.mark.parametrize(
    ("raw", "ruled", "code"),
    [
        pytest.param(b'{"model": "m", "messages": []}', True, "", id="as it came"),
        pytest.param(b'{ "messages" : [],"model":"\\u006d"}', True, "", id="however it is written"),
        pytest.param(b'{"model": "m", "messages": [], ' + TOOL + b"}", False, "", id="tools that nobody rules on"),
        pytest.param(b'{"model": "m", "messages": [], ' + TOOL + b"}", True, "answer_goes_past", id="tools"),
    ],
)
def test_a_call_goes_on_elsewhere_only_as_it_came_and_without_tools_to_rule_on(
    raw: bytes, code: str, *, ruled: bool
) -> None:
    assert refused(raw, tools_ruled=ruled) == code


def test_a_model_that_has_another_name_at_the_vendor_does_not_go_on_elsewhere() -> None:
    assert refused(b'{"model": "m", "messages": []}', sent_as="m-2026") == "must_be_changed"


def test_a_request_that_must_not_be_kept_and_does_not_say_so_does_not_go_on_elsewhere() -> None:
    asked = b'{"model": "m", "input": "hi"'

    assert refused(asked + b"}", dialect=Dialect.RESPONSES) == "must_be_changed"
    assert refused(asked + b', "store": false}', dialect=Dialect.RESPONSES) == ""


def test_the_key_of_a_client_and_what_nobody_knows_is_taken_out_and_the_vendors_credential_stays() -> None:
    sent = ["host", "content-type", "authorization", "x-api-key", "cookie", "x-forwarded-client-cert", "x-other"]

    assert headers_to_remove(sent, "x-api-key") == "authorization,cookie,x-forwarded-client-cert,x-other"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param("", ("", ""), id="none"),
        pytest.param(f"Hash={HASH}", (HASH, ""), id="a digest alone"),
        pytest.param(f'Hash={HASH};Subject="CN=a b,O=X"', (HASH, "CN=a b,O=X"), id="a subject"),
        pytest.param(f'By=spiffe://a;Hash={HASH};Subject="O=\\"X\\"";URI=spiffe://b', (HASH, 'O="X"'), id="more"),
    ],
)
def test_one_certificate_is_read_as_a_proxy_tells_of_it(value: str, found: tuple[str, str]) -> None:
    assert certificate_in(value) == found


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"Hash={HASH},Hash={HASH}", id="two proxies"),
        pytest.param(f"Hash={HASH};Hash={HASH}", id="two digests"),
        pytest.param(f"Hash={HASH.upper()}", id="capitals"),
        pytest.param(f'Subject="CN=a;Hash={HASH}"', id="a digest within a subject"),
        pytest.param(f'Hash={HASH};Subject="CN=a', id="a quote that does not end"),
        pytest.param(f"Hash={HASH};Other=1", id="an unknown part"),
        pytest.param("Subject=CN", id="no digest"),
        pytest.param(" ", id="a blank"),
    ],
)
def test_what_does_not_tell_of_one_certificate_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="does not tell of one certificate"):
        certificate_in(value)
