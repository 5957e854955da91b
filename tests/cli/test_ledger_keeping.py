"""A ledger is audited, proven, witnessed, put back and given another key."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cli.ledger_desk import KEY, ROOT, Desk, Ended, begun

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return begun(tmp_path)


def test_an_audit_of_a_changed_ledger_ends_with_1_and_names_the_entry(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    with closing(sqlite3.connect(desk.folder / "ledger.sqlite")) as connection, connection:
        connection.execute("drop trigger ledger_entry_update")
        connection.execute("update ledger_entry set leaf = replace(leaf, 'ada', 'eve') where seq = 1")

    ended = desk.run("ledger", "audit", "--key", "ledger.sqlite.pem.pub")

    assert ended.code == 1
    assert "✗ " in ended.out
    assert "entry 1 has hashes that are not those of its bytes" in " ".join(ended.out.split())


@pytest.mark.parametrize(
    ("words", "what"),
    [
        pytest.param(("--key", "other.pem.pub"), "check 3", id="another key"),
        pytest.param((*KEY, "--name", "example.com/other"), "check 3", id="another ledger"),
        pytest.param((*KEY, "--content", "answer=muniment.toml"), "is not what", id="content"),
        pytest.param((*KEY, "--content", "x=muniment.toml"), "is not in", id="no content"),
        pytest.param((*KEY, "--witness", "w=other.pem.pub"), "check 4", id="no witness"),
        pytest.param((*KEY, "--entry", "muniment.toml"), "check 5", id="another entry"),
    ],
)
def test_a_proof_is_refused_for_what_it_does_not_show(words: tuple[str, ...], what: str, desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    desk.run("ledger", "prove", "1", "--out", "proof")
    desk.run("keys", "new", "--out", "other.pem")

    ended = desk.run("ledger", "verify", "proof", *words)

    assert ended.code == 1
    assert what in ended.err


def test_a_witness_signs_one_story_only(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    desk.run("keys", "new", "--out", "witness.pem")
    shutil.copyfile(desk.folder / "ledger.sqlite.checkpoint", desk.folder / "one")
    shutil.copytree(desk.folder, desk.folder.parent / "other")
    desk.run("scan", "helpdesk")
    desk.run("ledger", "consistency", "one", "ledger.sqlite.checkpoint", "--out", "request")
    shutil.copyfile(desk.folder / "one", desk.folder / "seen")

    def witness(request: Path, out: str) -> Ended:
        own = ("--name", "example.org/w", "--sign-with", "witness.pem", "--state", "seen", "--out", out)
        return desk.run("ledger", "witness", str(request), "--key", "ledger.sqlite.pem.pub", *own)

    first = witness(desk.folder / "request", "cosigned")
    again = witness(desk.folder / "request", "again")
    other = Desk.__new__(Desk)
    other.folder, other.environment = desk.folder.parent / "other", desk.environment
    other.run("suppliers", "screen", str(ROOT / "examples" / "suppliers" / "suppliers.csv"))
    other.run("ledger", "consistency", "one", "ledger.sqlite.checkpoint", "--out", "request")
    fork = witness(other.folder / "request", "fork")

    assert first.code == 0, first.err
    assert (desk.folder / "cosigned").read_text().count("\u2014 ") == 2
    assert (again.code, fork.code) == (1, 1)
    assert "goes on from 2 entries, and the old checkpoint is of 4" in fork.err
    assert not (desk.folder / "fork").exists()


def test_two_stories_are_told_apart_by_their_checkpoints(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    shutil.copytree(desk.folder, desk.folder.parent / "other")
    other = Desk.__new__(Desk)
    other.folder, other.environment = desk.folder.parent / "other", desk.environment
    other.run("scan", "helpdesk")
    desk.run("scan", "helpdesk")

    ended = desk.run("ledger", "consistency", "../other/ledger.sqlite.checkpoint", "ledger.sqlite.checkpoint")

    assert ended.code == 1
    assert "is not of what this ledger holds" in ended.err


def test_a_ledger_that_was_put_back_goes_on_under_another_name_when_somebody_answers_for_it(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    shutil.copyfile(desk.folder / "ledger.sqlite", desk.folder / "backup")
    desk.run("scan", "helpdesk")
    early = desk.run("ledger", "restored", "--by", "R. Vega", "--reason", "none")
    shutil.copyfile(desk.folder / "backup", desk.folder / "ledger.sqlite")

    refused = desk.run("scan", "helpdesk")
    long = desk.run("ledger", "restored", "--by", "R. Vega", "--reason", "x" * 501)
    lines = desk.run("ledger", "restored", "--by", " ", "--reason", "one\ntwo")
    restored = desk.run("ledger", "restored", "--by", "R. Vega", "--reason", "disk failed")
    again = desk.run("scan", "helpdesk")

    assert "was not put back" in early.err
    assert (refused.code, long.code, lines.code) == (1, 2, 2)
    assert "--reason: has 501 characters, and at most 500 are taken" in long.err
    assert "--by: is empty" in lines.err
    assert "--reason: has more than one line" in lines.err
    assert "it was put back to an earlier state" in refused.err
    assert "example.com/ledger/2+" in restored.out
    assert again.code == 0, again.err
    assert desk.types() == ["intent", "scan", "restored", "intent", "scan"]
    assert desk.entries()[2]["details"]["entries before"] == "4"
    assert desk.run("ledger", "audit", "--key", "ledger.sqlite.pem.pub").code == 0


def test_a_key_is_changed_by_an_entry_that_leads_from_the_old_one_to_the_new_one(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    desk.run("keys", "new", "--out", "next.pem")
    shutil.copyfile(desk.folder / "ledger.sqlite.pem.pub", desk.folder / "old.pub")

    rotated = desk.run("ledger", "rotate-key", "next.pem")
    with_the_old = desk.run("scan", "helpdesk")
    with_the_new = desk.run("scan", "helpdesk", MUNIMENT_LEDGER_KEY="next.pem")

    assert rotated.code == 0, rotated.err
    assert with_the_old.code == 1
    assert "signs with key" in with_the_old.err
    assert with_the_new.code == 0, with_the_new.err
    for key in ("old.pub", "next.pem.pub"):
        assert desk.run("ledger", "audit", "--key", key).code == 0


def test_a_ledger_is_begun_once_and_under_a_name_that_a_key_can_bear(desk: Desk) -> None:
    twice = desk.run("ledger", "init", "example.com/ledger")
    blank = desk.run("ledger", "init", "two words", "--ledger", "other.sqlite")

    assert (twice.code, blank.code) == (2, 1)
    assert "holds a ledger already" in twice.err
    assert "is no name for a key" in blank.err
    assert not (desk.folder / "other.sqlite.pem").exists()


def test_a_database_without_a_ledger_and_a_file_that_is_none_are_told(desk: Desk) -> None:
    sqlite3.connect(desk.folder / "empty.sqlite").close()
    (desk.folder / "text").write_text("text " * 1000)

    for place, what in (
        ("nothing", "holds no ledger"),
        ("empty.sqlite", "without a ledger"),
        ("text", "not a database"),
    ):
        ended = desk.run("ledger", "log", "--ledger", place)
        assert (ended.code, what in ended.err) == (2, True), ended.err
