"""A prime, a subcontractor and the shop's keys: what tests of clauses that are passed on begin with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PRIME = """
[organisation]
name = "Alder Ridge Systems"
[[contracts]]
id = "C-1"
customer = "civilian"
clauses = ["52.204-24", "52.204-25", "252.239-7018"]
[[systems]]
id = "portal"
contracts = ["C-1"]
sources = ["portal"]
"""
SUB = """
[organisation]
name = "Small Shop"
[[contracts]]
id = "PO-7"
tier = "subcontractor"
customer = "civilian"
clauses = ["52.204-24", "52.204-25"]
[[systems]]
id = "tool"
contracts = ["PO-7"]
sources = ["portal"]
purposes = ["performance"]
"""
DRAFT = """
contract = "PO-7"
signatory = "Ada Rivera"
title = "Owner"
[inquiry]
methods = ["a scan of every source"]
[[representations]]
template = "far-52.204-24"
at = "(d)(1)"
answer = "will-not"
[[representations]]
template = "far-52.204-24"
at = "(d)(2)"
answer = "does-not"
"""
UEI, OTHER = "J7RJX2ABCDE6", "QK3MWY7ZLP13"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
BOTH = ("--clause", "52.204-24", "--clause", "52.204-25")


@dataclass(frozen=True)
class Place:
    """A folder with a prime's estate, a subcontractor's estate, and keys of the subcontractor."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def at(self, name: str) -> str:
        return str(self.folder / name)

    def run(self, command: str, *arguments: str) -> int:
        within = ["--in", self.at("subcontractors")]
        by = ["--by", "M. Osei"] if command in {"import", "enrol"} else []
        return exit_code(["suppliers", command, *arguments, *within, *by])

    def ask(self, *more: str, supplier: str = UEI) -> int:
        who = ["--supplier", supplier] if supplier else []
        return self.run(
            "request", "--estate", self.at("prime.toml"), "--contract", "C-1", "--order", "PO-7", *who, *more
        )

    def key_id(self, name: str) -> str:
        self.capsys.readouterr()
        assert exit_code(["keys", "export", self.at(name), "--out", self.at("again.pub")]) == 0
        (self.folder / "again.pub").unlink()
        return self.capsys.readouterr().out.split("Key id ")[1].split(",")[0]

    def enrol(self, name: str = "shop.pem", *more: str) -> int:
        return self.run("enrol", UEI, "--key", self.at(f"{name}.pub"), "--fingerprint", self.key_id(name), *more)

    def certify(self, key: str = "shop.pem", name: str = "c") -> str:
        (self.folder / "draft.toml").write_text(DRAFT, encoding="utf-8")
        files = ["--estate", self.at("sub.toml"), "--draft", self.at("draft.toml"), "--out", self.at(f"{name}.json")]
        assert exit_code(["certify", "PO-7", *files, "--key", self.at(key), "--yes"]) == 0
        return self.at(f"{name}.json")

    def package(self, *more: str, key: str = "shop.pem", name: str = "c") -> str:
        certificate = self.certify(key=key, name=name)
        packed = ["--key", self.at(key), "--out", self.at(f"{name}.mpkg")]
        assert exit_code(["package", "pack", certificate, *packed, *more]) == 0
        return self.at(f"{name}.mpkg")

    def form(self, *, name: str = "answers.json", **changed: Any) -> str:  # noqa: ANN401  (any field of the form)
        found = {
            "format": "muniment.subcontractor-answers/1",
            "request": f"C-1-{UEI}-1",
            "uei": UEI,
            "by": "Ada Rivera",
            "title": "Owner",
            "on": "2026-11-25",
            "valid_until": "2027-02-20",
            "answers": [
                {"clause": "52.204-24", "at": "(d)(1)", "answer": "will-not"},
                {"clause": "52.204-24", "at": "(d)(2)", "answer": "does-not"},
            ],
            "remarks": [{"clause": "52.204-25", "text": ""}],
        }
        (self.folder / name).write_text(json.dumps({**found, **changed}), encoding="utf-8")
        return self.at(name)

    def rows(self, *more: str) -> dict[str, tuple[str, str | None]]:
        """Return standing and level by clause."""
        return {each["clause"]: (each["standing"], each["level"]) for each in self.listed(*more)}

    def listed(self, *more: str) -> list[dict[str, Any]]:
        self.capsys.readouterr()
        self.run("status", "--json", *more)
        found: list[dict[str, Any]] = json.loads(self.capsys.readouterr().out)["rows"]
        return found

    def kept(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in (self.folder / "subcontractors").rglob("*")}


def prepared(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "prime.toml").write_text(PRIME, encoding="utf-8")
    (tmp_path / "sub.toml").write_text(SUB, encoding="utf-8")
    for name in ("shop.pem", "new.pem"):
        assert exit_code(["keys", "new", "--out", str(tmp_path / name)]) == 0
    return Place(tmp_path, capsys)


def later(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOON + timedelta(days=days)).timestamp())))
