"""A folder of certificates, with the keys of those who sign, review and search."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cli.estates import UNDER_FASCSA as ESTATE
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PEOPLE = {"ada": ("Ada Rivera", "signatory"), "ben": ("Ben Counsel", "reviewer"), "osei": ("M. Osei", "searcher")}
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A folder with an estate, keys of three people and a policy that names them."""

    folder: Path

    def run(self, command: str, *arguments: str) -> int:
        more = {
            "draft": ["--estate", self.at("muniment.toml")],
            "sign": ["--estate", self.at("muniment.toml"), "--policy", self.at("trust.toml"), "--yes"],
            "remind": ["--estate", self.at("muniment.toml")],
        }.get(command, [])
        return exit_code(["certify", command, *arguments, "--in", self.at("kept"), *more])

    def at(self, name: str) -> str:
        return str(self.folder / name)

    def key(self, name: str) -> list[str]:
        return ["--key", self.at(f"{name}.pem")]

    def fill(self, id_: str = "A") -> None:
        """Fill in the draft as a person would."""
        path = self.folder / "kept" / id_ / "draft.toml"
        text = path.read_text(encoding="utf-8")
        text = text.replace('signatory = ""', 'signatory = "Ada Rivera"').replace('title = ""', 'title = "VP"')
        text = text.replace('answer = ""', 'answer = "by-submission"').replace("methods = []", 'methods = ["a scan"]')
        path.write_text(text, encoding="utf-8")

    def review(self, id_: str = "A", *more: str) -> int:
        return self.run("review", id_, "--by", "Ben Counsel", *self.key("ben"), *more)

    def signed(self, id_: str = "A") -> None:
        """Take a certificate through all steps."""
        assert self.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", id_) == 0
        self.fill(id_)
        assert self.review(id_) == 0
        assert self.run("sign", id_, *self.key("ada")) == 0

    def verify(self, id_: str = "A", *more: str) -> int:
        certificate = self.at(f"kept/{id_}/certificate.json")
        return exit_code(["verify", certificate, "--policy", self.at("trust.toml"), *more])


def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "app.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(ESTATE, encoding="utf-8")
    policy = ""
    for name, (person, role) in PEOPLE.items():
        assert exit_code(["keys", "new", "--out", str(tmp_path / f"{name}.pem")]) == 0
        policy += f'[[keys]]\nfile = "{name}.pem.pub"\nperson = "{person}"\nroles = ["{role}"]\n'
    (tmp_path / "trust.toml").write_text(policy, encoding="utf-8")
    return Place(tmp_path)


def later(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((NOON + timedelta(days=days)).timestamp())))


def stages(place: Place, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, str]:
    capsys.readouterr()
    assert place.run("list", "--json", *more) == 0
    return {each["id"]: each["stage"] for each in json.loads(capsys.readouterr().out)["certificates"]}


def predicate(place: Place, capsys: pytest.CaptureFixture[str], id_: str = "A") -> dict[str, Any]:
    capsys.readouterr()
    assert place.verify(id_, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["statement"]["predicate"]
    return found


def search(place: Place, *about: str) -> int:
    told = ["--words", "FASCSA order", "--result", "no order found", "--by", "M. Osei"]
    return place.run("search-record", *about, *told, *place.key("osei"))
