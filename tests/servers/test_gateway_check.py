"""`muniment gateway check` tells what the gateway would make of its file on this day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from muniment.cli.main import exit_code
from servers.running import ESTATE, configuration
from servers.vendor import Vendor

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_file_that_is_right_by_a_stale_rulebook_is_told_as_one_by_which_nothing_is_permitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VENDOR_SECRET", "sk-1")
    estate, config = tmp_path / "muniment.toml", tmp_path / "gateway.toml"
    with Vendor() as vendor:
        config.write_text(configuration(vendor), encoding="utf-8")
        codes = []
        for days in (3650, 1):
            estate.write_text(ESTATE.replace("3650", str(days)), encoding="utf-8")
            codes.append(exit_code(["gateway", "check", "--config", str(config)]))
        text = capsys.readouterr().out
        exit_code(["gateway", "check", "--config", str(config), "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert codes == [0, 3]
    assert text.count("? Stale: the rulebook") == 1
    assert answer["stale"]
    assert "permitted" not in {each["outcome"] for each in answer["permissions"]}
