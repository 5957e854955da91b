"""Estate files with something to report, and `muniment due` run on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

USE = """
[[systems]]
id = "warehouse"
contracts = ["C-1"]
sources = []
purposes = ["performance"]

  [[systems.uses]]
  vendor = "hikvision"
  kind = "equipment"
  function = "video-surveillance"
  own_equipment = true
  essential_component = true
"""
FIRST_SENT = """
[[reports]]
instrument = "far-889-b"
duty = "report"
clock = "first"
contract = "C-1"
system = "warehouse"
vendor = "hikvision"
sent = 2026-12-01
reference = "DIB-17"
"""
LABORATORY = """
[organisation]
name = "Alder Ridge Systems"

[[contracts]]
id = "C-1"
customer = "dod"
component = "afrl"
tier = "prime"

[[systems]]
id = "assistant"
contracts = ["C-1"]
sources = []
purposes = ["performance"]

  [[systems.uses]]
  vendor = "anthropic"
  started = 2025-12-01
"""
INVENTORY_SENT = """
[[reports]]
instrument = "afrl-letter-2026-07-09"
duty = "inventory"
clock = "inventory"
contract = "C-1"
system = "assistant"
vendor = "anthropic"
sent = 2026-07-30
reference = "R-7"
"""
DOD = 'customer = "dod"'
CIVILIAN_ORDERS = """customer = "civilian"
indefinite_delivery = true
contracting_officer = "J. Doe"
orders = [{id = "0001", contracting_officer = "K. Roe"}, {id = "0002"}]"""


def estate(contract: str = DOD, use: str = "identified = 2026-11-25", more: str = "", clause: str = "52.204-25") -> str:
    return f"""
[organisation]
name = "Alder Ridge Systems"

[[contracts]]
id = "C-1"
tier = "prime"
clauses = ["{clause}"]
{contract}
{USE}  {use}
{more}"""


class Due(Protocol):
    """Runs the command on an estate file, and gives its exit code and its answer."""

    def __call__(self, text: str, *options: str, as_of: str = ...) -> tuple[int, dict[str, Any]]: ...


def asking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Due:
    """Return what runs the command on a file in `tmp_path`."""

    def run(text: str, *options: str, as_of: str = "2026-11-26") -> tuple[int, dict[str, Any]]:
        file = tmp_path / "estate.toml"
        file.write_text(text, encoding="utf-8")
        code = exit_code(["due", "--estate", str(file), "--as-of", as_of, "--json", *options])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return code, found

    return run


def deadlines(found: dict[str, Any], duty: str = "report") -> list[tuple[str, str | None, str]]:
    return [
        (one["deadline"]["clock"], one["deadline"]["at"], one["standing"])
        for one in found["owed"]
        if one["duty"] == duty
    ]
