from __future__ import annotations

import pytest

from muniment.discover.findings.redact import redacted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("https://jo:pw@host/x", "https://[redacted]@host/x", id="a password in an address"),
        pytest.param("KEY=sk-northwind-0123456789", "KEY=[redacted]", id="a key in a known form"),
        pytest.param('api_key: "0123456789abcdef0123"', 'api_key: "[redacted]"', id="an assigned secret"),
    ],
)
def test_what_could_be_a_secret_is_blacked_out(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("NORTHWIND_API_KEY: ${{ secrets.NORTHWIND_API_KEY }}", id="a reference to a secret"),
        pytest.param('key = os.environ["NORTHWIND_API_KEY"]', id="a variable"),
        pytest.param("https://api.northwind.example/v1/chat", id="an address"),
        pytest.param("max_tokens=4096", id="a number of tokens"),
    ],
)
def test_evidence_that_holds_no_secret_stays_as_it_is(text: str) -> None:
    assert redacted(text) == text
