"""The page on what passes the gateway names everything that is refused by name."""

from __future__ import annotations

import re

import pytest

from docs.pages import DOCS
from muniment.domain.call import Fault
from muniment.enforce.dialects import chat, messages, responses

PAGE = (DOCS / "gateway-calls.md").read_text(encoding="utf-8")
ROWS = {"Chat Completions": chat, "Responses": responses, "Messages": messages}


def test_every_code_of_a_refusal_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)) == {fault.value for fault in Fault}


@pytest.mark.parametrize("name", ROWS)
def test_every_field_that_is_refused_unless_listed_is_named_in_the_row_of_its_dialect(name: str) -> None:
    row = re.search(rf"^\| {name} \| `.*$", PAGE, re.MULTILINE)

    assert row is not None
    assert set(re.findall(r"`([a-z_]+)`", row[0])) - {"store", "mcp_servers"} == set(ROWS[name].OF_CONSEQUENCE)
