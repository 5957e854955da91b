"""Everything that has to be in the ledger gets there by the commands that people run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.certificates import Place, prepared
from muniment.cli.main import exit_code
from muniment.domain.ledger_place import LedgerPlace
from muniment.prove.entry import read_leaf
from muniment.wiring.ledger import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.entry import Entry

ROOT = Path(__file__).parents[2]
WAIVER = """
[[waivers]]
id = "W-1"
instrument = "far-889-b"
contract = "C-1"
granted_by = "Head of the agency"
document = "Memorandum of 2 November 2026"
from = 2026-11-02
until = 2027-11-01
"""


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Entry]]:
    """Return the entries of a ledger by type, after each command that writes one was run."""
    with pytest.MonkeyPatch.context() as patch:
        place = prepared(tmp_path_factory.mktemp("kinds"), patch)
        patch.setenv("HOME", str(place.folder))
        patch.delenv("XDG_DATA_HOME", raising=False)
        patch.setenv("MUNIMENT_LEDGER", place.at("ledger.db"))
        done(["ledger", "init", "example.com/ledger", "--ledger", place.at("ledger.db")])
        estate = Path(place.at("muniment.toml"))
        estate.write_text(estate.read_text("utf-8") + WAIVER, encoding="utf-8")
        at = ["--estate", str(estate)]
        done(["check", *at], 0, 1, 3)
        done(["ask", *at, "--by", "A. Clerk", "--source", "a letter", "--answer", "party.ndcal_defendant=no"])
        place.signed()
        done(["export", "cyclonedx", *at, "--output", place.at("bill.json")], 0, 1, 3)
        installed(place)
        return by_type(place)


def done(words: list[str], *codes: int) -> None:
    assert exit_code(words) in (codes or (0,)), words


def installed(place: Place) -> None:
    """Install the rulebook of this tree under a later version."""
    rules = place.folder / "rules"
    shutil.copytree(ROOT / "rulebook", rules)
    about = (rules / "rulebook.yaml").read_text(encoding="utf-8")
    (rules / "rulebook.yaml").write_text(about.replace("version: 2026.", "version: 2027.", 1), encoding="utf-8")
    done(["rules", "pack", "--rulebook", str(rules), *place.key("ben"), "--out", place.at("new.bundle")])
    done(["rules", "install", place.at("new.bundle"), "--key", place.at("ben.pem.pub")])


def by_type(place: Place) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    with opened(LedgerPlace(at=place.at("ledger.db"))) as ledger:
        for stored in ledger.entries():
            entry = read_leaf(stored.leaf)
            found.setdefault(entry.type.value, []).append(entry)
    return found


@pytest.mark.parametrize(
    ("kind", "committed", "told"),
    [
        pytest.param("scan", {"source 1", "answer"}, {"rulebook", "uses", "complete"}, id="a scan"),
        pytest.param("decision", {"record"}, {"as of", "rulebook"}, id="a decision"),
        pytest.param("fact", {"value"}, {"fact", "by", "on", "source"}, id="a fact that was given"),
        pytest.param("waiver", set(), {"waiver", "instrument", "granted by", "from", "until"}, id="a waiver"),
        pytest.param("approval", {"envelope"}, {"act", "by"}, id="an approval"),
        pytest.param("signature", {"envelope"}, {"signatory", "as of", "valid until"}, id="a signature"),
        pytest.param("export", {"export"}, {"what"}, id="an export"),
        pytest.param("rulebook-install", {"rulebook"}, {"version", "released", "signed by"}, id="a rulebook"),
    ],
)
def test_what_was_done_is_an_entry_that_says_so(
    entries: Mapping[str, list[Entry]], kind: str, committed: set[str], told: set[str]
) -> None:
    found = entries[kind][0]

    assert {each.name for each in found.commitments} == committed
    assert told <= {name for name, _ in found.details}


def test_what_may_have_to_be_withheld_is_salted_and_what_others_verify_by_is_not(
    entries: Mapping[str, list[Entry]],
) -> None:
    salted = {each.name: each.salted for found in entries.values() for entry in found for each in entry.commitments}

    assert {name for name, is_salted in salted.items() if is_salted} == {"answer", "record", "value"}
    assert {name for name, is_salted in salted.items() if not is_salted} >= {"envelope", "export", "rulebook"}


def test_the_waiver_on_which_a_certificate_rests_is_told_whole(entries: Mapping[str, list[Entry]]) -> None:
    (waiver,) = entries["waiver"]

    assert waiver.contract == "C-1"
    assert dict(waiver.details) == {
        "waiver": "W-1",
        "instrument": "far-889-b",
        "granted by": "Head of the agency",
        "from": "2026-11-02",
        "until": "2027-11-01",
    }


def test_whatever_was_announced_was_carried_out(entries: Mapping[str, list[Entry]]) -> None:
    done = {each.after for found in entries.values() for each in found}

    assert [each.details for each in entries["intent"] if each.id not in done] == []
