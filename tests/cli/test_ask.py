"""`muniment ask`: what is asked, in which order, and what goes into the estate file."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import jsonschema
import pytest

from muniment import wiring
from muniment.cli.ask.answering import Given
from muniment.cli.ask.dialogue import Dialogue
from muniment.cli.main import exit_code
from muniment.cli.out_file import replace_text
from muniment.domain.ids import FactId
from muniment.errors import InputError
from muniment.render.terminal import console_on
from muniment.wiring.ahead import Look
from muniment.wiring.asking import Asking

ROOT = Path(__file__).parents[2]
PROGRAM = "from muniment.cli.main import run; run()"
SCHEMA = ROOT / "schemas" / "questions.schema.json"
ESTATE = """# Ours; keep the order.
[organisation]
name = "Alder Ridge Systems"

[[systems]]
id = "warehouse"   # the one in Dayton
contracts = ["C-1", "C-2"]
sources = []
purposes = ["performance"]

  [[systems.uses]]
  vendor = "hikvision"
  kind = "equipment"
  function = "video-surveillance"
  own_equipment = true

[[contracts]]
id = "C-2"
customer = "civilian"
tier = "prime"

[[contracts]]
id = "C-1"
customer = "civilian"
clauses = ["52.204-25"]
"""
OF_THE_USE = ("--system", "warehouse", "--vendor", "hikvision")
ESSENTIAL = ("--by", "Ada Rivera", "--answer", "use.essential_component=yes", *OF_THE_USE)
FIRST, SECOND = ("use.essential_component", None), ("party.tier", "C-1")


class Ask(Protocol):
    """Runs the command on the estate file, and gives its exit code, its output and its errors."""

    def __call__(self, *options: str) -> tuple[int, str, str]: ...


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "estate.toml"
    path.write_text(ESTATE, encoding="utf-8")
    return path


@pytest.fixture
def ask(file: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*options: str) -> tuple[int, str, str]:
        code = exit_code(["ask", "--estate", str(file), "--as-of", "2026-11-26", *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def asked(printed: str) -> list[tuple[str, str | None]]:
    return [(one["fact"], one["contract"]) for one in json.loads(printed)["questions"]]


def test_the_most_decisive_question_comes_first_and_each_says_what_hangs_on_it(ask: Ask) -> None:
    code, out, _ = ask("--json")

    found: dict[str, Any] = json.loads(out)
    settles = [one["settles"] for one in found["questions"]]
    first = found["questions"][0]
    assert code == 3
    assert settles == sorted(settles, reverse=True)
    assert asked(out)[0] == FIRST
    assert SECOND in asked(out)
    assert [one["contract"] for one in first["decisions"]] == ["C-2", "C-1"]
    assert first["instruments"][0]["id"] == "far-889-b"
    assert all(each["source"] in found["sources"] for one in first["instruments"] for each in one["cited"])


def test_the_list_conforms_to_its_schema(ask: Ask) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    _, out, _ = ask("--json")

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(out))


def test_an_answer_goes_to_the_end_of_the_file_and_nothing_else_changes(ask: Ask, file: Path) -> None:
    code, out, _ = ask(*ESSENTIAL, "--source", "Section I")

    text = file.read_text(encoding="utf-8")
    assert code == 0
    assert "✗ prohibited: Hangzhou Hikvision Digital Technology Company in warehouse on C-2" in " ".join(out.split())
    assert text.startswith(ESTATE)
    assert text.removeprefix(ESTATE) == (
        '\n[[answers]]\nfact = "use.essential_component"\nsystem = "warehouse"\nvendor = "hikvision"\n'
        'value = true\nby = "Ada Rivera"\n'
        f'on = {wiring.today()}\nsource = "Section I"\n'
    )


def test_what_was_answered_is_not_asked_again(ask: Ask) -> None:
    _, before, _ = ask("--json")

    ask(*ESSENTIAL)
    _, after, _ = ask("--json")

    assert FIRST in asked(before)
    assert FIRST not in asked(after)


def test_a_question_that_an_answer_made_idle_is_not_asked(ask: Ask) -> None:
    ask("--by", "Ada Rivera", "--answer", "party.tier=prime", "--contract", "C-1")
    ask("--by", "Ada Rivera", "--answer", "use.essential_component=no", *OF_THE_USE)

    code, out, _ = ask("--json")

    assert code == 0
    assert asked(out) == []


def test_several_answers_take_from_one_command_line_what_each_is_about(ask: Ask, file: Path) -> None:
    code, _, _ = ask(
        *ESSENTIAL, "--answer", "contract.clauses=52.204-25,52.204-30 Alt I", "--answer", "party.does_dow_work=no",
        "--contract", "C-2",
    )  # fmt: skip

    described = wiring.estate(file, wiring.rulebook())
    assert code == 0
    assert described.facts == {FactId("party.does_dow_work"): False}
    assert described.contracts[0].facts[FactId("contract.clauses")] == {"52.204-25", "52.204-30", "52.204-30 ALT I"}
    assert answers(file) == [FIRST, ("contract.clauses", "C-2"), ("party.does_dow_work", None)]


def test_what_nobody_knows_is_recorded_and_asked_again_only_when_that_is_wanted(ask: Ask, file: Path) -> None:
    ask("--by", "Ada Rivera", "--answer", "use.essential_component=unknown", *OF_THE_USE)

    _, out, _ = ask("--json")
    _, again, _ = ask("--json", "--again")
    found = json.loads(out)

    assert "# no value: nobody knows\n" in file.read_text(encoding="utf-8")
    assert FIRST not in asked(out)
    assert [(one["fact"], one["said"]["by"]) for one in found["nobody_knows"]] == [(FIRST[0], "Ada Rivera")]
    assert FIRST in asked(again)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        pytest.param(
            ("--by", "A", "--answer", "contract.custmer=dod", "--contract", "C-1"),
            "fact `contract.custmer`: is not known",
            id="unknown fact",
        ),
        pytest.param(
            ("--by", "A", "--answer", "contract.clauses=H-12", "--contract", "C-2"),
            "--answer contract.clauses: an entry is `H-12`, which is no clause number", id="no clause",
        ),
        pytest.param(
            ("--by", "A", "--answer", "party.tier=boss", "--contract", "C-1"),
            "--answer party.tier: `boss` does not fit",
            id="no such choice",
        ),
        pytest.param(
            ("--by", "A", "--answer", "party.tier=prime"),
            "--answer party.tier: is about a contract, and none is named",
            id="no place",
        ),
        pytest.param(
            ("--by", "A", "--answer", "party.tier=prime", "--contract", "C-9"),
            "the answer to party.tier: `contract` is `C-9`, which is not a contract here", id="unknown contract",
        ),
        pytest.param(
            ("--by", "A", "--answer", "party.tier=prime", "--contract", "C-1", "--system", "warehouse"),
            "--system warehouse: no --answer is about a system", id="place for nothing",
        ),
        pytest.param(
            ("--answer", "party.tier=prime", "--contract", "C-1"), "--answer: does not say who answers", id="by nobody"
        ),
        pytest.param(
            ("--by", "A", "--answer", "party.tier=offeror", "--contract", "C-2"),
            "the answer to party.tier: `party.tier` is `offeror` here, and `prime` at", id="contradiction",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_recorded(
    ask: Ask, file: Path, options: tuple[str, ...], problem: str
) -> None:
    code, _, err = ask("--answer", "party.does_dow_work=no", *options)

    assert code == 2
    assert problem in err
    assert file.read_text(encoding="utf-8") == ESTATE


def test_without_a_terminal_the_questions_are_listed_with_the_commands_that_answer_them(ask: Ask, file: Path) -> None:
    code, out, _ = ask()

    assert code == 3
    assert "muniment ask --estate" in out
    assert "--answer" in out
    assert file.read_text(encoding="utf-8") == ESTATE


def test_permissions_and_a_link_to_the_file_stay(ask: Ask, file: Path) -> None:
    real = file.rename(file.with_name("real.toml"))
    real.chmod(0o640)
    file.symlink_to(real)

    ask(*ESSENTIAL)

    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "[[answers]]" in real.read_text(encoding="utf-8")


# On a terminal


class Person:
    """Somebody who types prepared lines, and leaves when there are no more."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.prompts: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self.lines.pop(0) if self.lines else "quit"


def talk(file: Path, *lines: str, by: str = "Ada Rivera", again: bool = False) -> str:
    shown = StringIO()
    asking = Asking(
        file, wiring.rulebook(), date(2026, 11, 26), Look(scans=False), lambda text: replace_text(file, text)
    )
    given = Given(by=by, on=date(2026, 11, 26))
    Dialogue(asking, given, Person(*lines), console_on(shown, columns_set=False), again=again).hold("estate.toml")
    return shown.getvalue()


def answers(file: Path) -> list[tuple[str, str | None]]:
    described = wiring.estate(file, wiring.rulebook())
    return [(one.fact, one.place.contract) for one in described.answers]


def test_whoever_leaves_has_everything_in_the_file_and_goes_on_from_there(file: Path) -> None:
    talk(file, "yes", "Data sheet", "quit")
    first = answers(file)

    shown = talk(file, "quit")

    assert first == [FIRST]
    assert "necessary for the proper function" not in shown


def test_who_answers_is_asked_once_and_recorded(file: Path) -> None:
    talk(file, "", "Ada Rivera", "yes", "", "quit", by="")

    assert {one.by for one in wiring.estate(file, wiring.rulebook()).answers} == {"Ada Rivera"}


def test_an_answer_that_does_not_fit_is_asked_again_with_the_reason(file: Path) -> None:
    shown = talk(file, "maybe", "y", "", "quit")

    assert "`maybe` does not fit; give yes or no" in shown
    assert answers(file) == [FIRST]


def test_going_back_takes_the_last_answer_out_of_the_file(file: Path) -> None:
    talk(file, "yes", "", "back", "quit")

    assert file.read_text(encoding="utf-8") == ESTATE


def test_what_is_skipped_is_not_asked_in_this_session_and_comes_back_in_the_next(file: Path) -> None:
    once, twice = talk(file, "skip", "quit"), talk(file, "quit")

    question = "Is it necessary for the proper function"
    assert once.count(question) == twice.count(question) == 1
    assert "What is your organisation under this contract" in once
    assert file.read_text(encoding="utf-8") == ESTATE


def test_the_first_question_has_none_to_go_back_to(file: Path) -> None:
    shown = talk(file, "back", "help", "quit")

    assert "this is the first question of this session" in shown
    assert "record that nobody knows" in shown


def test_what_nobody_knows_again_is_not_asked_in_circles(file: Path) -> None:
    talk(file, "unknown", "", "quit")

    shown = talk(file, "unknown", "", again=True)

    assert "nobody knows, said by Ada Rivera on 2026-11-26" in shown
    assert answers(file) == [FIRST]


def test_a_file_that_somebody_else_changes_meanwhile_is_left_as_they_made_it(file: Path) -> None:
    asking = Asking(file, wiring.rulebook(), date(2026, 11, 26), Look(scans=False), lambda _: pytest.fail("written"))
    changed = f"{ESTATE}# changed\n"
    file.write_text(changed, encoding="utf-8")

    with pytest.raises(InputError, match="was changed while questions were open"):
        asking.record(())

    assert file.read_text(encoding="utf-8") == changed


def test_on_a_real_terminal_questions_are_asked_one_by_one(file: Path) -> None:
    own, theirs = pty.openpty()
    command = [sys.executable, "-c", PROGRAM, "ask", "--estate", str(file), "--as-of", "2026-11-26", "--by", "Ada"]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "80"}

    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=environment) as asked_:
        os.close(theirs)
        os.write(own, b"yes\n\nquit\n")
        shown = ""
        while asked_.poll() is None or "Next:" not in shown:
            try:
                shown += os.read(own, 65536).decode()
            except OSError:
                break
    os.close(own)

    assert asked_.returncode == 3
    assert "hang on this one" in shown or "hangs on this one" in shown
    assert answers(file) == [FIRST]
