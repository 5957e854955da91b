"""The ledger on the command line: what commands write, and what they refuse."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KEY = ("--key", "ledger.sqlite.pem.pub")
NOON = "1795694400"
"""2026-11-26, 12:00 UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    code: int
    out: str
    err: str


class Desk:
    """A copy of the small example with a ledger in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "small"
        shutil.copytree(ROOT / "examples" / "small", self.folder)
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(folder),
            "SOURCE_DATE_EPOCH": NOON,
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "120",
            "MUNIMENT_ACTOR": "ada",
            "MUNIMENT_LEDGER": "ledger.sqlite",
        }

    def run(self, *words: str, **environment: str) -> Ended:
        ended = subprocess.run(
            [str(Path(sys.executable).parent / "muniment"), *words],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(code=ended.returncode, out=ended.stdout, err=ended.stderr)

    def entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.run("ledger", "log", "--json").out)["entries"]
        return found

    def types(self) -> list[str]:
        return [each["type"] for each in self.entries()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    assert made.run("ledger", "init", "example.com/ledger").code == 0
    return made


def test_a_check_writes_its_intent_the_scan_and_a_decision_for_each_contract(desk: Desk) -> None:
    ended = desk.run("check", "--estate", "muniment.toml")

    found = desk.entries()
    assert ended.code == 1
    assert [each["type"] for each in found] == ["intent", "scan", "decision", "decision"]
    assert [each["contract"] for each in found[2:]] == ["W15QKN-26-C-0042", "PO-1187"]
    assert found[1]["after"] == found[0]["id"]
    assert {each["actor"] for each in found} == {"ada"}


def test_the_record_in_the_ledger_can_be_decided_again(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")
    desk.run("ledger", "prove", "2", "--out", "proof", "--content", "record=record.json")

    verified = desk.run(
        "ledger", "verify", "proof", "--key", "ledger.sqlite.pem.pub", "--content", "record=record.json"
    )

    assert verified.code == 0, verified.err
    assert desk.run("replay", "record.json").code == 0


def test_a_scan_and_a_screening_are_written(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    desk.run("suppliers", "screen", str(ROOT / "examples" / "suppliers" / "suppliers.csv"))

    assert desk.types() == ["intent", "scan", "intent", "screening"]


def signed(desk: Desk) -> Ended:
    """Sign `certificate.json` with `signing.pem`, whatever is open being disclosed."""
    desk.run("keys", "new", "--out", "signing.pem")
    words = ("certify", "PO-1187", "--estate", "muniment.toml", "--signatory", "A. Rivera", "--title", "VP", "--yes")
    draft = desk.run(*words)
    open_ids = sorted(
        {word.split("=")[0] for line in draft.out.splitlines() for word in line.split() if "=TEXT" in word}
    )
    told = [part for each in open_ids for part in ("--disclose", f"{each}=looked at")]
    return desk.run(*words, *told, "--key", "signing.pem", "--out", "certificate.json")


def test_a_signature_is_written_before_the_file_appears_and_names_its_digest(desk: Desk) -> None:
    ended = signed(desk)

    assert ended.code == 0, ended.out + ended.err
    assert "No ledger is named" not in ended.out
    signature = desk.entries()[-1]
    assert (signature["type"], signature["contract"]) == ("signature", "PO-1187")
    desk.run("ledger", "prove", str(signature["index"]), "--out", "proof")
    checked = desk.run(
        "ledger", "verify", "proof", "--key", "ledger.sqlite.pem.pub", "--content", "envelope=certificate.json"
    )
    assert checked.code == 0, checked.err


def test_a_countersigned_certificate_is_proven_by_an_entry_of_its_own(desk: Desk) -> None:
    signed(desk)
    desk.run("keys", "new", "--out", "counsel.pem")
    before = desk.entries()[-1]["index"]

    ended = desk.run("certify", "countersign", "certificate.json", "--with", "counsel.pem", "--key", "signing.pem.pub")

    assert ended.code == 0, ended.err
    after = desk.entries()[-1]
    assert (after["type"], after["contract"]) == ("signature", "PO-1187")
    keys = ("--key", "signing.pem.pub", "--log-key", "ledger.sqlite.pem.pub")
    verified = {}
    for index in (before, after["index"]):
        desk.run("ledger", "prove", str(index), "--out", f"proof-{index}")
        verified[index] = desk.run("verify", "certificate.json", *keys, "--proof", f"proof-{index}")
    assert [each.code for each in verified.values()] == [1, 0]
    assert "check L6, entry: is about something else than this certificate" in verified[before].err


def test_where_the_ledger_cannot_be_written_no_signature_is_added(desk: Desk) -> None:
    signed(desk)
    desk.run("keys", "new", "--out", "counsel.pem")
    certificate = (desk.folder / "certificate.json").read_bytes()
    (desk.folder / "ledger.sqlite.pem").rename(desk.folder / "elsewhere.pem")

    ended = desk.run("certify", "countersign", "certificate.json", "--with", "counsel.pem", "--key", "signing.pem.pub")

    assert ended.code == 2
    assert (desk.folder / "certificate.json").read_bytes() == certificate


def test_where_the_ledger_cannot_be_written_nothing_is_signed(desk: Desk) -> None:
    desk.run("keys", "new", "--out", "signing.pem")
    (desk.folder / "ledger.sqlite.pem").rename(desk.folder / "elsewhere.pem")

    ended = desk.run("check", "--estate", "muniment.toml")

    assert ended.code == 2
    assert ended.out == ""
    assert "ledger.sqlite.pem" in ended.err


def test_a_command_that_failed_leaves_its_intent_open(desk: Desk) -> None:
    (desk.folder / "bundle").write_bytes(b"no bundle")
    desk.run("keys", "new", "--out", "publisher.pem")

    assert desk.run("rules", "install", "bundle", "--key", "publisher.pem.pub").code != 0

    assert desk.types() == ["intent"]
    told = json.loads(desk.run("ledger", "audit", "--json").out)
    assert told["open_intents"] == [desk.entries()[0]["id"]]


def test_the_estate_file_says_where_the_ledger_is(desk: Desk) -> None:
    estate = desk.folder / "muniment.toml"
    estate.write_text(estate.read_text() + '\n[ledger]\nat = "ledger.sqlite"\n', encoding="utf-8")

    desk.run("check", "--estate", "muniment.toml", MUNIMENT_LEDGER="")

    log = desk.run("ledger", "log", "--estate", "muniment.toml", MUNIMENT_LEDGER="")
    assert "Ledger example.com/ledger: 4 entries" in log.out


def test_a_mistake_in_that_table_is_told_with_its_line(desk: Desk) -> None:
    estate = desk.folder / "muniment.toml"
    lines = len(estate.read_text().splitlines())
    estate.write_text(estate.read_text() + '\n[ledger]\nplace = "ledger.sqlite"\n', encoding="utf-8")

    ended = desk.run("check", "--estate", "muniment.toml", MUNIMENT_LEDGER="")

    assert ended.code == 2
    assert f"muniment.toml:{lines + 3}:1: `place`" in ended.err
    assert "[ledger] without `at`" in ended.err


def test_without_a_ledger_commands_work_as_before(desk: Desk) -> None:
    ended = desk.run("check", "--estate", "muniment.toml", MUNIMENT_LEDGER="")

    assert ended.code == 1
    assert desk.types() == []
    told = desk.run("ledger", "log", MUNIMENT_LEDGER="")
    assert (told.code, "nothing says where it is" in told.err) == (2, True)


def test_entries_are_chosen_by_type_contract_and_age(desk: Desk) -> None:
    desk.run("check", "--estate", "muniment.toml")

    def chosen(*words: str) -> list[int]:
        return [each["index"] for each in json.loads(desk.run("ledger", "log", "--json", *words).out)["entries"]]

    assert chosen("--type", "decision") == [2, 3]
    assert chosen("--contract", "PO-1187") == [3]
    assert chosen("--last", "2") == [2, 3]
    assert chosen("--type", "waiver") == []


def test_an_entry_is_found_by_the_beginning_of_its_id(desk: Desk) -> None:
    desk.run("scan", "helpdesk")
    wanted = desk.entries()[1]["id"]

    assert "entry 1 of 2, scan" in desk.run("ledger", "prove", wanted[:12], "--out", "proof").out
    assert "is neither the number nor the id" in desk.run("ledger", "prove", "99", "--out", "other").err


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
    restored = desk.run("ledger", "restored", "--by", "R. Vega", "--reason", "disk failed")
    again = desk.run("scan", "helpdesk")

    assert "was not put back" in early.err
    assert refused.code == 1
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


def test_an_export_is_told_with_its_digest_whether_it_goes_into_a_file_or_not(desk: Desk) -> None:
    written = desk.run("export", "cyclonedx", "--estate", "muniment.toml", "-o", "bill.json")
    printed = desk.run("export", "ai-systems", "--estate", "muniment.toml", "--contract", "PO-1187", "--csv")

    told = [each for each in desk.entries() if each["type"] == "export"]
    contents = ((desk.folder / "bill.json").read_bytes(), printed.out.replace("\n", "\r\n").encode())
    assert (written.code, printed.code) == (0, 0)
    assert [each["details"]["what"] for each in told] == ["cyclonedx", "ai-systems"]
    assert [each["details"]["to"] for each in told] == ["bill.json", "standard output"]
    assert [each["contract"] for each in told] == [None, "PO-1187"]
    assert [each["commitments"][0]["digest"] for each in told] == [
        f"sha256:{sha256(each).hexdigest()}" for each in contents
    ]
    assert desk.run("ledger", "audit").code == 0


def test_an_export_that_the_ledger_cannot_be_told_of_is_not_handed_out(desk: Desk) -> None:
    ended = desk.run("export", "cyclonedx", "--estate", "muniment.toml", "-o", "bill.json", MUNIMENT_LEDGER="no.sqlite")

    assert ended.code == 2
    assert not (desk.folder / "bill.json").exists()


def test_a_fact_that_somebody_gave_is_told_without_its_value(desk: Desk) -> None:
    ended = desk.run(
        *("ask", "--estate", "muniment.toml", "--by", "Ada Rivera", "--source", "the award"),
        *("--answer", "contract.customer=civilian", "--contract", "PO-1187"),
    )

    (told,) = [each for each in desk.entries() if each["type"] == "fact"]
    assert ended.code == 0, ended.err
    assert told["details"] == {
        "by": "Ada Rivera",
        "fact": "contract.customer",
        "on": "2026-11-26",
        "source": "the award",
    }
    assert told["contract"] == "PO-1187"
    assert [(each["name"], each["salted"]) for each in told["commitments"]] == [("value", True)]
    assert "civilian" not in json.dumps(desk.entries())


def test_an_answer_that_is_refused_leaves_no_trace_in_the_ledger(desk: Desk) -> None:
    before = len(desk.entries())

    ended = desk.run(
        *("ask", "--estate", "muniment.toml", "--by", "Ada Rivera"),
        *("--answer", "contract.customer=nobody", "--contract", "PO-1187"),
    )

    assert ended.code == 2
    assert len(desk.entries()) == before
