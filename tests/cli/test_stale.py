"""What a rulebook that is too old does to every answer, and how somebody sets another age."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from muniment.cli.main import exit_code
from muniment.signers.file_key import generate

if TYPE_CHECKING:
    from pathlib import Path

FRESH, OLD = datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2030, 6, 1, 12, tzinfo=UTC)
ESTATE = """
[organisation]
name = "Alder Ridge Systems"

[[contracts]]
id = "C-1"
tier = "prime"
customer = "commercial"
clauses = []

[[systems]]
id = "helpdesk"
contracts = ["C-1"]
sources = ["src"]
purposes = ["commercial"]
"""


class Desk:
    """A folder with an estate, a clock, and the commands that are typed there."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        self.estate = folder / "muniment.toml"
        (folder / "src").mkdir()
        self.describe()
        (folder / "src" / "app.py").write_text("import anthropic\n\nanthropic.Anthropic()\n", encoding="utf-8")

    def describe(self, more: str = "") -> None:
        self.estate.write_text(ESTATE + more, encoding="utf-8")

    def at(self, moment: datetime) -> None:
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))

    def run(self, *words: str) -> tuple[int, str]:
        code = exit_code(list(words))
        said = self._capsys.readouterr()
        return code, said.out or said.err

    def json(self, *words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(*words, "--json")[1])
        return found

    def outcome(self, *more: str) -> str:
        (decision,) = self.json("check", "--estate", str(self.estate), *more)["decisions"]
        outcome: str = decision["outcome"]
        return outcome


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


def test_what_a_fresh_rulebook_permits_a_stale_one_leaves_undetermined(desk: Desk) -> None:
    desk.at(FRESH)
    assert desk.outcome() == "permitted"

    desk.at(OLD)
    code, said = desk.run("check", "--estate", str(desk.estate))

    assert code == 1
    assert "? undetermined on C-1" in said
    assert "days old on 2030-06-01, more than the 180 days set in the rulebook" in " ".join(said.split())
    assert "Next: install a newer rulebook (muniment rules install BUNDLE), or raise `max_age_days`" in said


def test_a_check_under_a_stale_rulebook_is_never_clean(desk: Desk) -> None:
    (desk.folder / "src" / "app.py").write_text("print()\n", encoding="utf-8")
    desk.at(OLD)

    assert desk.run("check", "--estate", str(desk.estate))[0] == 3


def test_a_day_to_come_makes_no_rulebook_old_nor_a_past_one_a_stale_one_fresh(desk: Desk) -> None:
    desk.at(FRESH)
    assert desk.outcome("--as-of", "2030-06-01") == "permitted"

    desk.at(OLD)
    assert desk.outcome("--as-of", "2026-12-01") == "undetermined"


def test_an_estate_sets_another_age_and_the_answer_names_it(desk: Desk) -> None:
    desk.describe("[rulebook]\nmax_age_days = 30\n")
    desk.at(FRESH)
    strict = desk.json("check", "--estate", str(desk.estate))
    desk.describe("[rulebook]\nmax_age_days = 3000\n")
    desk.at(OLD)
    loose = desk.json("check", "--estate", str(desk.estate))

    assert [each["decisions"][0]["outcome"] for each in (strict, loose)] == ["undetermined", "permitted"]
    assert strict["decisions"][0]["as_looked_up"] == "permitted"
    assert (loose["rulebook"]["age"]["max_days"], loose["rulebook"]["age"]["set_in"]) == (3000, "estate")


def test_a_record_is_replayed_bit_for_bit_whatever_the_clock_says_then(desk: Desk) -> None:
    fresh, stale = str(desk.folder / "fresh.json"), str(desk.folder / "stale.json")
    desk.at(FRESH)
    desk.run("check", "--estate", str(desk.estate), "--record", fresh)
    desk.at(OLD)
    desk.run("check", "--estate", str(desk.estate), "--record", stale)

    for moment in (FRESH, OLD):
        desk.at(moment)
        assert [desk.json("replay", record)["same"] for record in (fresh, stale)] == [True, True]


def test_a_certificate_discloses_a_stale_rulebook_or_is_not_made(desk: Desk) -> None:
    key, out = str(desk.folder / "key.pem"), desk.folder / "c.json"
    generate(desk.folder / "key.pem")
    asked = ("certify", "C-1", "--estate", str(desk.estate), "--signatory", "Ada Rivera", "--title", "CISO")
    signed = (*asked, "--key", key, "--out", str(out))
    desk.at(OLD)

    refused = desk.run(*signed)
    told = (
        *("--disclose", "stale:rulebook=Nobody brought a newer one."),
        *("--disclose", "undetermined:anthropic:helpdesk=It was permitted when it was looked up."),
    )
    made = desk.run(*signed, *told, "--yes")

    assert refused[0] != 0
    assert "more than the 180 days set in the rulebook" in refused[1]
    assert made[0] == 0, made[1]


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "anthropic"),
        ("whatif", "anthropic", "--status", "dow-4713-2026-03-03=vacated"),
        ("coming",),
        ("rules", "list"),
        ("rules", "show", "far-889-b"),
        ("rules", "show", "deepseek"),
    ],
    ids=" ".join,
)
def test_every_answer_tells_how_old_the_law_is(desk: Desk, words: tuple[str, ...]) -> None:
    desk.at(FRESH)

    text = " ".join(desk.run(*words)[1].split())
    found = desk.json(*words)

    age = found.get("age") or found["rulebook"]["age"]
    assert age["asked_on"] == "2026-12-01"
    assert f"through {age['looked_up']}, {age['days']} days before 2026-12-01; stale past 180" in text


def test_what_is_due_under_a_stale_rulebook_is_told_and_is_not_all(desk: Desk) -> None:
    desk.at(OLD)

    code, said = desk.run("due", "--estate", str(desk.estate))

    assert code == 3
    assert "? Stale: the rulebook, looked up through" in said
