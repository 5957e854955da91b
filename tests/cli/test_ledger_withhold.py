"""A content is withheld on the command line, and what must stay, stays."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cli.ledger_desk import KEY, Desk, begun

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return begun(tmp_path)


VEGA = ("--by", "R. Vega", "--reason", "names a closed system", "--yes")


def test_what_is_withheld_is_gone_and_audit_and_prove_say_by_whom_when_and_why(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")
    desk.run("ledger", "prove", "2", "--out", "before.proof", "--content", "record=record.json")

    ended = desk.run("ledger", "withhold", "2", "--content", "record", *VEGA)

    assert ended.code == 0, ended.err
    said = "is gone; entry 4 says that R. Vega withheld it on 2026-11-27: names a closed system"
    assert "record is committed to by entries 2 and 3" in ended.out
    refused = desk.run("ledger", "prove", "3", "--out", "after.proof", "--content", "record=again.json")
    assert (refused.code, said in refused.err) == (1, True)
    assert not (desk.folder / "after.proof").exists()
    audited = json.loads(desk.run("ledger", "audit", *KEY, "--json").out)
    assert audited["findings"] == []
    assert [(each["entry"], each["content"], each["by"], each["reason"]) for each in audited["withheld"]] == [
        (2, "record", "R. Vega", "names a closed system")
    ]
    assert "record of entry 2, by R. Vega on 2026-11-27 (entry 4)" in desk.run("ledger", "audit", *KEY).out
    verified = desk.run("ledger", "verify", "before.proof", *KEY, "--content", "record=record.json")
    assert verified.code == 0, verified.err


def test_a_content_that_is_gone_without_an_entry_is_not_told_as_withheld(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")
    with closing(sqlite3.connect(desk.folder / "ledger.sqlite")) as connection, connection:
        connection.execute("drop trigger ledger_body_delete")
        connection.execute("delete from ledger_body")

    proved = desk.run("ledger", "prove", "2", "--out", "after.proof")
    asked = desk.run("ledger", "prove", "2", "--out", "other.proof", "--content", "record=again.json")

    assert "gone: record, and no entry says that it was withheld: run `muniment ledger audit`" in proved.out
    assert "\nwithheld:" not in proved.out
    assert "is gone, and no entry says that it was withheld" in asked.err


def test_a_proof_tells_which_contents_of_its_entry_are_withheld(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")
    told = json.loads(desk.run("ledger", "withhold", "3", "--content", "record", *VEGA, "--json").out)

    ended = desk.run("ledger", "prove", "2", "--out", "proof")

    assert (told["format"], told["entry"], told["entries"], told["written_as"]) == (
        "muniment.ledger-withholding/1", 3, [2, 3], 4,
    )  # fmt: skip
    assert told["remains"] is None
    assert ended.code == 0, ended.err
    assert "withheld: record of entry 3, by R. Vega on 2026-11-27 (entry 4): names a closed system" in ended.out
    assert desk.run("ledger", "verify", "proof", *KEY).code == 0


@pytest.fixture(scope="module")
def withholding(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk whose ledger holds a check, a withholding and a change of the key."""
    desk = begun(tmp_path_factory.mktemp("withholding"))
    desk.run("check", "--estate", "muniment.toml")
    desk.run("ledger", "withhold", "2", "--content", "record", *VEGA)
    desk.run("keys", "new", "--out", "next.pem")
    desk.run("ledger", "rotate-key", "next.pem")
    return desk


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        pytest.param(("99", "--content", "answer"), 2, "is neither the number nor the id", id="no such entry"),
        pytest.param(("1", "--content", "names"), 2, "there is `answer` that may be withheld", id="no such content"),
        pytest.param(("1", "--content", "source 1"), 1, "commits to `source 1` without a salt", id="not salted"),
        pytest.param(("0", "--content", "answer"), 1, "and has no content: nothing of it can be", id="an intent"),
        pytest.param(("2", "--content", "record"), 1, "is gone; entry", id="withheld already"),
        pytest.param(("4", "--content", "record"), 1, "who answers for that: nothing", id="a withholding"),
        pytest.param(("5", "--content", "key"), 1, "by which key the ledger signs", id="a change of the key"),
        pytest.param(("1", "--content", "answer", "--reason", " "), 2, "is empty", id="no reason"),
        pytest.param(("1", "--content", "answer", "--reason", "x" * 501), 2, "has 501 characters, and at", id="long"),
        pytest.param(("1", "--content", "answer", "--reason", "a\nb"), 2, "has more than one line", id="two lines"),
        pytest.param(("1", "--content", "answer", "--by", "x" * 501), 2, "--by: has 501 characters", id="long name"),
    ],
)
def test_what_must_stay_stays_and_the_ledger_is_as_it_was(
    words: tuple[str, ...], code: int, what: str, withholding: Desk
) -> None:
    ended = withholding.run("ledger", "withhold", *VEGA, *words, MUNIMENT_LEDGER_KEY="next.pem")

    assert (ended.code, what in ended.err) == (code, True), ended.err
    assert len(withholding.entries()) == 6


def test_nothing_is_withheld_before_somebody_said_yes(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")

    ended = desk.run("ledger", "withhold", "1", "--content", "answer", *VEGA[:-1])

    assert ended.code == 1
    assert "To withhold: answer of entry 1, scan of 2026-11-27 12:00 UTC\n" in ended.err
    assert "answer is committed to by entry 1. Take it out for good?" in ended.err
    assert "was not confirmed, so nothing was withheld\n  help: `--yes` does it without asking" in ended.err
    assert len(desk.entries()) == 4


def test_bytes_that_stay_on_disk_because_somebody_reads_are_told(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")
    remains = "the bytes remain until no other program has the ledger open"
    with closing(sqlite3.connect(desk.folder / "ledger.sqlite")) as other:
        other.execute("begin")
        other.execute("select count(*) from ledger_body").fetchall()

        told = json.loads(desk.run("ledger", "withhold", "1", "--content", "answer", *VEGA, "--json").out)
        ended = desk.run("ledger", "withhold", "2", "--content", "record", *VEGA)

    assert (told["remains"], told["written_as"]) == (remains, 4)
    assert f"Note: {remains}." in ended.out


def test_without_a_ledger_the_ledger_is_missed_and_not_its_key(desk: Desk) -> None:
    ended = desk.run("ledger", "withhold", "1", "--content", "answer", *VEGA, MUNIMENT_LEDGER="none.sqlite")

    assert (ended.code, ended.err) == (
        2, "muniment: none.sqlite: holds no ledger\n  help: `muniment ledger init` makes one\n",
    )  # fmt: skip
