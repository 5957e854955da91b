"""What commands write into a ledger, and what they do without it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from cli.ledger_desk import ROOT, Desk, Ended, begun

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return begun(tmp_path)


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
    assert "is neither the number nor the id" in desk.run("ledger", "prove", "nobody", "--out", "other").err


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
        "on": "2026-11-27",
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
