"""Silence never reads as absence: what a short answer did not see is in its headline, its exit code and its JSON."""

from __future__ import annotations

import json
from subprocess import run
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from muniment.cli.main import exit_code
from muniment.signers.file_key import generate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ORGANISATION = """
[organisation]
name = "Example Systems LLC"
does_dow_work = true

[[contracts]]
id = "C-1"
tier = "prime"
customer = "dod"
clauses = []
"""
_SYSTEM = """
[[systems]]
id = "{0}"
contracts = ["C-1"]
sources = [{1}]
purposes = ["performance"]
"""
_POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"
_STALE = "\n[rulebook]\nmax_age_days = 1\n"
PORTAL = _SYSTEM.format("portal", '"portal"')
UNREAD, HOLLOW, DARK, STALE = "a file that is no JSON", "a folder without files", "a system without sources", "stale"


class Place:
    """An estate in a folder, and the command line that is asked about it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.estate = folder / "muniment.toml"
        (folder / "portal").mkdir()
        (folder / "portal" / "app.py").write_text("import os\n", encoding="utf-8")

    def lacking(self, what: str) -> Place:
        more = ""
        if what == UNREAD:
            (self.folder / "portal" / "package.json").write_text("{ no", encoding="utf-8")
        if what == HOLLOW:
            (self.folder / "hollow").mkdir()
            more = _SYSTEM.format("gatehouse", '"hollow"')
        if what == DARK:
            more = _SYSTEM.format("gatehouse", "")
        more += _STALE if what == STALE else ""
        self.estate.write_text(_ORGANISATION + PORTAL + more, encoding="utf-8")
        return self

    def ask(self, command: str, *options: str) -> tuple[int, str]:
        code = exit_code([*command.split(), "--estate", str(self.estate), *options])
        return code, self._capsys.readouterr().out

    def value(self, command: str, *options: str) -> tuple[int, dict[str, Any]]:
        code, text = self.ask(command, *options, "--json")
        return code, json.loads(text)


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    return Place(tmp_path, capsys)


LACKS = pytest.mark.parametrize("lacks", [UNREAD, HOLLOW, DARK])


def test_where_all_was_seen_each_answer_is_clean(place: Place) -> None:
    place.lacking("")

    assert "✓ no vendor in the rulebook was found" in place.ask("check")[1]
    for command in ("check", "scan", "due", "plan", "coming", "whatif --on 2027-01-31", "ask"):
        code, found = place.value(command)
        assert (command, code, found["complete"]) == (command, 0, True)


@LACKS
@pytest.mark.parametrize("command", ["check", "scan", "due", "plan", "coming", "whatif --on 2027-01-31", "ask"])
def test_what_was_not_seen_is_in_the_exit_code_and_in_the_json(place: Place, lacks: str, command: str) -> None:
    code, found = place.lacking(lacks).value(command)

    assert (code, found["complete"]) == (3, False)


@LACKS
@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("check", "? no vendor in the rulebook was found, in what could be read"),
        ("scan", "no use of a vendor in the rulebook was found, in what could be read"),
        ("due", "! Something that could hide a use was not looked at, so more may be owed"),
        ("due", "nothing is due within a week for the uses that are known"),
        ("plan", "! not everything that could hide a use was read"),
        ("coming", "nothing here, of 0 decisions, and there may be more in what was not looked at"),
        ("whatif --on 2027-01-31", "0 decisions compared, and there may be more in what was not looked at."),
    ],
)
def test_what_was_not_seen_is_in_the_headline(place: Place, lacks: str, command: str, says: str) -> None:
    _, text = place.lacking(lacks).ask(command)

    assert says in " ".join(text.split())


def test_a_system_of_which_nothing_is_known_is_named(place: Place) -> None:
    place.lacking(DARK)

    assert place.value("check")[1]["unscanned"] == place.value("scan")[1]["unscanned"] == ["gatehouse"]
    assert "name the sources of system gatehouse in the estate file" in place.ask("check")[1]


def test_where_one_folder_was_chosen_nothing_is_asked_of_other_sources(place: Place) -> None:
    (place.folder / "yard").mkdir()
    place.estate.write_text(_ORGANISATION + PORTAL + _SYSTEM.format("gatehouse", '"yard"'), encoding="utf-8")

    code, _ = place.ask("check", str(place.folder / "portal"))

    assert code == 0


@pytest.mark.parametrize("lacks", [UNREAD, HOLLOW, DARK, STALE])
def test_a_log_without_results_is_no_success_where_something_was_not_seen(place: Place, lacks: str) -> None:
    code, text = place.lacking(lacks).ask("check", "--sarif")

    (how,) = json.loads(text)["runs"][0]["invocations"]
    assert (code, how["exitCode"], how["executionSuccessful"]) == (3, 3, False)
    assert "warning" in [each["level"] for each in how["toolExecutionNotifications"]]


def test_a_log_with_results_is_a_success_for_a_host_refuses_them_otherwise(place: Place) -> None:
    place.lacking(UNREAD)
    (place.folder / "portal" / "use.py").write_text("import anthropic\nanthropic.Anthropic()\n", encoding="utf-8")

    _, text = place.ask("check", "--sarif", "--fail-on", "prohibited", "--as-of", "2025-01-01")

    (log,) = json.loads(text)["runs"]
    assert log["results"]
    assert log["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize("lacks", [UNREAD, HOLLOW, DARK])
def test_a_bill_tells_that_it_is_not_complete(place: Place, lacks: str) -> None:
    code, text = place.lacking(lacks).ask("export cyclonedx")

    told = {each["name"]: each["value"] for each in json.loads(text)["metadata"]["properties"]}
    assert (code, told["muniment:complete"]) == (3, "no")
    assert (told.get("muniment:unscanned") == "gatehouse") is (lacks == DARK)


@pytest.mark.parametrize(
    ("lacks", "names"),
    [(UNREAD, "none holds"), (HOLLOW, "none holds"), (DARK, "none holds"), (STALE, "MUNIMENT_EVERYTHING_READ\n")],
)
def test_no_result_is_signed_by_which_a_gate_would_open(
    place: Place, capsys: pytest.CaptureFixture[str], lacks: str, names: str
) -> None:
    key = place.folder / "signing.pem"
    generate(key)

    code = exit_code(["export", "svr", "--estate", str(place.lacking(lacks).estate), "--key", str(key)])

    assert code == 3
    assert f"Properties: {names}" in capsys.readouterr().err


def test_a_folder_without_files_lets_no_property_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, empty = tmp_path / "signing.pem", tmp_path / "empty"
    generate(key)
    empty.mkdir()

    code = exit_code(["export", "svr", str(empty), "--key", str(key)])

    assert code == 3
    assert "Properties: none holds" in capsys.readouterr().err


def test_a_stale_rulebook_shows_no_tick_and_makes_no_plan_complete(place: Place) -> None:
    place.lacking(STALE)

    assert "? no vendor in the rulebook was found, which is stale and may lack vendors" in place.ask("check")[1]
    assert "which is stale, are listed" in " ".join(place.ask("export ai-systems")[1].split())
    assert not place.value("export ai-systems")[1]["complete"]
    assert place.value("plan")[0] == 3
    assert not place.value("plan")[1]["complete"]


def test_nothing_to_enter_is_told_as_what_was_read(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.lacking(UNREAD)

    code = exit_code(["plan", "--estate", str(place.estate), "--contract", "C-1", "--oscal"])

    assert code == 2
    assert "by what was read, and not everything was read" in capsys.readouterr().err


def test_a_calendar_and_a_picture_say_that_more_may_come(place: Place) -> None:
    record, picture, days = (place.folder / name for name in ("record.json", "open.svg", "due.ics"))
    (place.folder / "portal" / "use.py").write_text("import anthropic\nanthropic.Anthropic()\n", encoding="utf-8")
    place.lacking(UNREAD).ask("check", "--record", str(record))

    place.ask("plan", "--record", str(record), "--burn-down", str(picture))
    place.ask("due", "--ics", str(days))

    assert "not everything was read: more may be open" in picture.read_text(encoding="utf-8")
    assert "≥ 1" in picture.read_text(encoding="utf-8")
    assert "DESCRIPTION:Something that could hide a use was not looked at" in days.read_text(encoding="utf-8")


def git(folder: Path, *words: Sequence[str] | str) -> None:
    run(["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *map(str, words)], cwd=folder, check=True)  # noqa: S607


@pytest.mark.parametrize(("name", "holds"), [("model.bin", _POINTER), ("package.json", "{ no")])
def test_a_history_that_could_not_all_be_read_shows_no_tick(
    name: str, holds: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / name).write_text(holds, encoding="utf-8")
    (tmp_path / "app.py").write_text("import os\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")

    code = exit_code(["history", str(tmp_path)])

    text = " ".join(capsys.readouterr().out.split())
    assert code == 3
    assert "✓" not in text
    assert "? no use of a vendor in the rulebook was ever committed, in what could be read" in text
    assert f"Next: see to {name}@" in text


def test_a_repository_without_commits_has_no_clean_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "--quiet")

    code = exit_code(["history", str(tmp_path)])

    assert code == 3
    assert "? there is no commit, so nothing was looked at" in capsys.readouterr().out


def test_nothing_new_between_scans_is_told_as_of_what_was_read(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = place.folder / "before.json", place.folder / "after.json"
    place.lacking(UNREAD)
    for each in (before, after):
        exit_code(["scan", str(place.folder / "portal"), "--json", "-o", str(each)])
    capsys.readouterr()

    code = exit_code(["scan", "diff", str(before), str(after), "--allow-incomplete"])

    assert code == 3
    assert "Next: no finding is new, in what was read; see to what" in capsys.readouterr().out


def test_a_list_by_a_stale_rulebook_says_so_and_leaves_open_what_would_be_permitted(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--estate", str(place.lacking(STALE).estate), "--contract", "C-1"]

    code = exit_code(["blocklist", "rpz", *asked])

    said = capsys.readouterr()
    assert code == 3
    assert "; stale: the rulebook" in said.out
    assert "muniment: stale: the rulebook" in said.err
    assert "Mistral AI" in said.err.partition("and so not listed:")[2]


def test_a_stale_rulebook_lets_no_host_of_a_vendor_through(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--estate", str(place.lacking(STALE).estate), "--contract", "C-1"]

    code = exit_code(["blocklist", "cilium", *asked, "--host", "api.mistral.ai"])

    assert code == 2
    assert "`api.mistral.ai` is not let through" in capsys.readouterr().err


def test_no_match_in_an_old_list_is_not_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "suppliers.csv"
    file.write_text("name\nAlder Bolts\n", encoding="utf-8")

    fresh = exit_code(["suppliers", "screen", str(file), "--as-of", "2026-12-01"])
    capsys.readouterr()
    old = exit_code(["suppliers", "screen", str(file), "--as-of", "2029-01-01"])

    assert (fresh, old) == (0, 3)
    assert "! old, so that no match in it says little: rulebook" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["list", "remind"])
def test_a_folder_of_certificates_that_is_not_there_is_not_an_empty_one(
    place: Place, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    estate = ["--estate", str(place.lacking("").estate)] if command == "remind" else []

    exit_code(["certify", command, *estate, "--in", str(place.folder / "nowhere")])

    assert "so no certificate was looked at" in capsys.readouterr().err


def test_a_table_of_findings_is_no_clean_one_for_having_no_row(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["scan", "--estate", str(place.lacking(UNREAD).estate), "--csv"])

    said = capsys.readouterr()
    assert (code, said.out.count("\n")) == (3, 1)
    assert "muniment: 1 thing that could hide a use was not read" in said.err


@pytest.mark.parametrize("form", ["--csv", ""])
def test_a_sheet_that_was_not_read_is_told_beside_what_matched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["name"])
    book.worksheets[0].append(["Alder Bolts"])
    book.create_sheet("Notes").append(["Huawei Technologies", "Shenzhen"])
    book.save(tmp_path / "suppliers.xlsx")

    code = exit_code(["suppliers", "screen", str(tmp_path / "suppliers.xlsx"), *filter(None, [form])])

    said = capsys.readouterr()
    assert code == 3
    assert "sheet `Notes` was not read" in (said.err if form else said.out.partition("Compared with")[0])


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".mcp.json", '{"format": "muniment.scan/1", "mcpServers": {"a": {"url": "https://api.anthropic.com"}}}'),
        ("a.js", '{ /*,"format": "muniment.scan/1"*/ }\nfetch("https://api.anthropic.com/v1/messages")\n'),
        ("package.json", '{"format": "muniment.scan/1", "dependencies": {"@anthropic-ai/sdk": "1.0.0"}}'),
        ("pyproject.toml", '[organisation]\n[[systems]]\n[project]\nname = "x"\ndependencies = ["anthropic"]\n'),
    ],
)
def test_nobody_hides_a_use_behind_the_words_of_an_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, content: str
) -> None:
    (tmp_path / path).write_text(content, encoding="utf-8")

    exit_code(["scan", str(tmp_path), "--json"])

    assert [use["vendor"] for use in json.loads(capsys.readouterr().out)["uses"]] == ["anthropic"]


def test_a_gate_is_about_a_change_and_asks_nothing_of_other_systems(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.lacking(DARK)
    git(place.folder, "init", "--quiet")
    git(place.folder, "add", ".")
    git(place.folder, "commit", "--quiet", "--message", "first")

    code = exit_code(["gate", str(place.folder), "--base", "HEAD", "--estate", str(place.estate), "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["complete"], "unscanned" in answer) == (0, True, False)
