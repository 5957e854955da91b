"""Options, estate files, rulebooks and clocks that need mending: the message says where, what and what helps."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bad_input.program import ESTATE, HIT, Ended, muniment, snapshot, written

RULEBOOK = Path(__file__).parents[2] / "rulebook"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an estate of one system that uses a vendor."""
    return written(tmp_path, {"portal/a.py": HIT, "muniment.toml": ESTATE.encode()})


def posture(instrument: str) -> str:
    """Return a posture that names a reading which no instrument has."""
    return (
        f'[[postures]]\ninstrument = "{instrument}"\nreading = "as-i-like"\n'
        'decided_by = "Ada Rivera"\non = 2026-03-09\nwhy = "It suits us."\n'
    )


def refused(ended: Ended, *said: str) -> bool:
    """Say whether the program printed nothing but an error, on which each of `said` stands."""
    return ended.code == 2 and not ended.out and all(words in ended.err for words in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(b"", "the file has no [organisation]", id="empty"),
        pytest.param(b"\xff\xfe[\0", "is not UTF-8 (byte 1)\n  help: save it as UTF-8", id="UTF-16"),
        pytest.param(b"\0" * 100, "muniment.toml:1:1", id="zero bytes"),
        pytest.param(b"[organisation\n", "muniment.toml:1:14", id="syntax"),
        pytest.param(b"a = " + b"[" * 50_000, "lists or tables are nested too deeply", id="deep"),
        pytest.param(b"a = " + b"9" * 9000, "a number has too many digits", id="long number"),
        pytest.param(b"#" * 5_000_000, "is larger than 4 MiB", id="huge"),
        pytest.param(
            ESTATE.replace('contracts = ["C-1"]', 'contracts = ["C-2"]').encode(), "muniment.toml:12:14", id="contract"
        ),
        pytest.param(
            ESTATE.replace('"portal"]', '"no/such/folder"]').encode(),
            "muniment.toml: source `{place}/no/such/folder` of system `portal` does not exist\n  help: mend `sources`",
            id="source",
        ),
        pytest.param((ESTATE + posture("no-such-rule")).encode(), "is not an instrument", id="posture"),
    ],
)
def test_a_malformed_estate_file_is_refused_with_the_place_and_changes_nothing(
    text: bytes, said: str, place: Path
) -> None:
    (place / "muniment.toml").write_bytes(text)
    before = snapshot(place)

    ended = muniment("check", "--estate", "muniment.toml", cwd=place)

    assert refused(ended, said.replace("{place}", str(place))), ended
    assert snapshot(place) == before


@pytest.mark.parametrize(
    ("instrument", "help_"),
    [
        pytest.param("fascsa-acronis", "it has no readings; remove it", id="no readings"),
        pytest.param("secwar-post-2026-02-27", "give `as-posted`", id="other readings"),
    ],
)
def test_a_posture_must_name_a_reading_that_the_instrument_has(instrument: str, help_: str, place: Path) -> None:
    with (place / "muniment.toml").open("a") as file:
        file.write(posture(instrument))

    ended = muniment("check", "--estate", "muniment.toml", cwd=place)

    said = f"muniment.toml:17:1: `as-i-like` is not a reading of `{instrument}`\n  help: {help_}"
    assert refused(ended, said), ended


def test_an_estate_file_that_is_a_pipe_is_refused_without_waiting_for_it(place: Path) -> None:
    os.mkfifo(place / "pipe")

    assert refused(muniment("check", "--estate", "pipe", cwd=place), "pipe: is no regular file")


@pytest.mark.parametrize(
    "day",
    ["tomorrow", "2026-13-01", "2026-02-30", "20261123", "2026-1-1", "", "0000-00-00", "2026-11-23T00:00", "\x1b[2J"],
)
def test_a_day_that_is_none_is_refused(day: str, place: Path) -> None:
    ended = muniment("check", "--as-of", day, cwd=place)

    assert refused(ended, "is not a date such as 2026-11-23")
    assert "\x1b" not in ended.err


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "9999-12-31"])
def test_the_first_and_the_last_day_there_are_can_be_asked_about(day: str, place: Path) -> None:
    ended = muniment("check", "--estate", "muniment.toml", "--as-of", day, cwd=place)

    assert ended.code in {0, 1}
    assert f"as of {day}" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["explain", "deepsek"], "vendor `deepsek`: is not known\n  help: did you mean `deepseek`", id="v"),
        pytest.param(
            ["explain", "deepseek", "--estate", "muniment.toml", "--contract", "C-9"],
            "contract `C-9`: is not known\n  help: did you mean `C-1`",
            id="contract",
        ),
        pytest.param(["explain", "\x1b[2J"], "vendor `\\x1b[2J`: is not known", id="escape"),
        pytest.param(["certify", "C-9", "--estate", "muniment.toml"], "C-9", id="certify"),
        pytest.param(["chek\x1b[2J"], "No such command", id="command"),
    ],
)
def test_an_unknown_name_is_refused_with_those_like_it(arguments: list[str], said: str, place: Path) -> None:
    before = snapshot(place)

    ended = muniment(*arguments, cwd=place)

    assert refused(ended, said), ended
    assert "\x1b" not in ended.err
    assert snapshot(place) == before


@pytest.mark.parametrize("instant", ["yesterday", "1.5", "99999999999999999999", "-99999999999999", "1e9", "nan"])
def test_an_instant_that_is_none_is_refused(instant: str, place: Path) -> None:
    ended = muniment("check", cwd=place, env={"SOURCE_DATE_EPOCH": instant})

    assert refused(ended, f"SOURCE_DATE_EPOCH: `{instant}` is no instant\n  help: give whole seconds")


def test_a_clock_before_the_rulebook_is_refused(place: Path) -> None:
    before = str(int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()))

    ended = muniment("check", cwd=place, env={"SOURCE_DATE_EPOCH": before})

    assert refused(ended, "the clock says 2020-01-01\n  help: set the clock")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        pytest.param("no/such/folder", "no/such/folder: there is no rulebook here", id="nothing"),
        pytest.param("portal/a.py", "portal/a.py: there is no rulebook here", id="a file"),
        pytest.param("empty", "rulebook.yaml", id="an empty folder"),
        pytest.param("portal", "portal", id="another folder"),
    ],
)
def test_a_rulebook_that_is_none_is_refused(where: str, said: str, place: Path) -> None:
    (place / "empty").mkdir()

    ended = muniment("check", cwd=place, env={"MUNIMENT_RULEBOOK": where})

    assert refused(ended, said), ended


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        pytest.param("restrictions/extra.yaml", b"id: [", "extra.yaml:2:1: not YAML", id="broken"),
        pytest.param("restrictions/extra.yaml", b"\xff\xfe", "extra.yaml", id="no text"),
        pytest.param("restrictions/extra.yaml", b"", "extra.yaml", id="empty"),
        pytest.param("restrictions/extra.txt", b"x", "extra.txt", id="another kind of file"),
        pytest.param("vendors/deepseek/extra.yaml", b"a: &a [*a]\n", "extra.yaml", id="an alias of itself"),
        pytest.param("rulebook.yaml", b"version: 1\n", "rulebook.yaml", id="a release without a day"),
        pytest.param("rulebook.yaml", b"version: '1'\nreleased: 9999-12-31\n", "rulebook", id="from the future"),
        pytest.param("vendors/deepseek/vendor.yaml", b"- " * 5_000, "vendor.yaml", id="deep"),
    ],
)
def test_a_rulebook_with_a_wrong_file_is_refused_with_its_name(
    path: str, content: bytes, said: str, place: Path
) -> None:
    shutil.copytree(RULEBOOK, place / "rules")
    (place / "rules" / path).write_bytes(content)

    ended = muniment("check", "portal", "--rulebook", "rules", cwd=place)

    assert refused(ended, said), ended


def test_an_answer_of_a_scan_that_is_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert refused(muniment("scan", "diff", "pipe", "pipe", cwd=tmp_path), "pipe: is no regular file")
