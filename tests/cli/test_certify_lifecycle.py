"""A certificate from its draft to its end: reviewed, signed, superseded, revoked, and what is due about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cli.estates import UNDER_FASCSA as ESTATE
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = {"ada": ("Ada Rivera", "signatory"), "ben": ("Ben Counsel", "reviewer"), "osei": ("M. Osei", "searcher")}
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


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


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
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


def test_a_certificate_goes_from_draft_over_review_to_signature(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    drafted = stages(place, capsys)
    place.fill()
    place.review("A", "--note", "read whole")
    reviewed = stages(place, capsys)
    place.run("sign", "A", *place.key("ada"))

    found = predicate(place, capsys)
    assert (drafted, reviewed, stages(place, capsys)) == ({"A": "draft"}, {"A": "reviewed"}, {"A": "signed"})
    assert (found["id"], found["requestedBy"], found["signatory"]["name"]) == ("A", "Bo Clerk", "Ada Rivera")
    assert found["reviews"] == [
        {"at": "2026-11-26T12:00:00Z", "by": "Ben Counsel", "note": "read whole", "verdict": "approved"}
    ]


def test_a_draft_holds_the_words_of_the_clauses_and_no_answer(place: Place) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")

    text = (place.folder / "kept" / "A" / "draft.toml").read_text(encoding="utf-8")
    assert "By submission of this offer, the offeror represents" in text
    assert 'answer = ""' in text
    assert place.review() == 2


def test_a_draft_brings_what_the_estate_reports_of_a_use_into_the_fields_of_its_clause(place: Place) -> None:
    camera = """
[[systems]]
id = "office"
contracts = []
sources = []
  [[systems.uses]]
  vendor = "hikvision"
  kind = "equipment"
  function = "video-surveillance"
  report = {source = "Hikvision Digital", brand = "Hikvision", model = "DS-1"}
"""
    (place.folder / "muniment.toml").write_text(ESTATE + camera, encoding="utf-8")

    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A", "--template", "far-52.204-24")

    text = (place.folder / "kept" / "A" / "draft.toml").read_text(encoding="utf-8")
    assert '# id = "covered:52.204-24(d)(2):hikvision:office"' in text
    assert 'producer = "Hikvision Digital", brand = "Hikvision", model = "DS-1", description = ""' in text


def test_a_draft_is_not_signed_without_a_review_of_it_as_it_is(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    unreviewed = place.run("sign", "A", *place.key("ada"))
    place.review()
    draft = place.folder / "kept" / "A" / "draft.toml"
    draft.write_text(draft.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    changed = place.run("sign", "A", *place.key("ada"))

    refused = capsys.readouterr().err
    assert (unreviewed, changed) == (1, 1)
    assert "certificate `A`: has no review" in refused
    assert "certificate `A`: was changed after its review" in refused
    assert stages(place, capsys) == {"A": "draft"}


def test_a_draft_that_was_sent_back_is_not_signed(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.review("A", "--return", "--note", "whom did you ask?")

    code = place.run("sign", "A", *place.key("ada"))

    assert code == 1
    assert "was sent back by Ben Counsel: whom did you ask?" in capsys.readouterr().err
    assert stages(place, capsys) == {"A": "returned"}


def test_the_last_review_is_the_one_of_the_latest_time_whatever_the_files_are_called(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.review()
    later(1, monkeypatch)
    place.review("A", "--return", "--note", "whom did you ask?")
    folder = place.folder / "kept" / "A"
    (folder / "review-01.json").rename(folder / "review-03.json")

    code = place.run("sign", "A", *place.key("ada"))

    assert code == 1
    assert "was sent back by Ben Counsel: whom did you ask?" in capsys.readouterr().err
    assert stages(place, capsys) == {"A": "returned"}


def test_of_two_reviews_of_one_time_the_one_that_sends_the_draft_back_counts(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.review("A", "--return", "--note", "whom did you ask?")
    place.review()

    assert place.run("sign", "A", *place.key("ada")) == 1
    assert stages(place, capsys) == {"A": "returned"}


def test_the_person_who_asks_neither_reviews_nor_signs(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.run("draft", "C-1", "--requested-by", "Ben Counsel", "--id", "A")
    place.run("draft", "C-1", "--requested-by", "Ada Rivera", "--id", "B")
    for id_ in "AB":
        place.fill(id_)
    own_review, review = place.review("A"), place.review("B")
    own_signature = place.run("sign", "B", *place.key("ada"))

    refused = capsys.readouterr().err
    assert (own_review, review, own_signature) == (1, 0, 1)
    assert "`Ben Counsel` asked for the certificate and cannot review it as well" in refused
    assert "`Ada Rivera` asked for the certificate and cannot sign it as well" in refused


def test_a_review_counts_by_a_key_that_the_policy_gives_to_that_reviewer(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.run("review", "A", "--by", "Ben Counsel", *place.key("osei"))

    code = place.run("sign", "A", *place.key("ada"))

    assert code == 1
    assert "not signed by a key that the policy gives to `Ben Counsel` as a reviewer" in capsys.readouterr().err


def test_a_signature_by_a_key_that_is_not_the_signatorys_is_not_kept(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.review()

    code = place.run("sign", "A", *place.key("osei"))

    assert code == 1
    assert "the key of M. Osei is trusted for records of searches alone" in capsys.readouterr().err
    assert stages(place, capsys) == {"A": "reviewed"}


def test_a_superseding_certificate_names_the_old_one_by_what_was_signed(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.signed()
    place.run("supersede", "A", "--id", "B")
    waiting = stages(place, capsys)
    place.review("B")
    place.run("sign", "B", *place.key("ada"))

    assert waiting == {"A": "signed", "B": "draft"}
    assert stages(place, capsys) == {"A": "superseded", "B": "signed"}
    assert predicate(place, capsys, "B")["earlier"]["id"] == "A"


def test_a_revoked_certificate_is_refused_by_whoever_has_the_revocation(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.signed()
    place.signed("B")
    place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "a use was found", *place.key("ada"))
    revocation = ["--revocation", place.at("kept/A/revocation.json")]
    capsys.readouterr()

    refused, of_another = place.verify("A", *revocation), place.verify("B", *revocation)

    err = capsys.readouterr().err
    assert (refused, of_another) == (1, 2)
    assert "check R1, revocation: Ada Rivera revoked it on 2026-11-26: a use was found" in err
    assert "is of `A`, another certificate" in err
    assert stages(place, capsys) == {"A": "revoked", "B": "signed"}
    assert place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "again", *place.key("ada")) == 1


def test_what_was_never_signed_is_neither_revoked_nor_superseded(place: Place) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")

    assert place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "x", *place.key("ada")) == 1
    assert place.run("supersede", "A", "--id", "B") == 1
    assert not (place.folder / "kept" / "B").exists()


def test_a_signed_certificate_is_not_signed_or_reviewed_again(place: Place) -> None:
    place.signed()

    assert place.run("sign", "A", *place.key("ada")) == 1
    assert place.review() == 1


@pytest.mark.parametrize("id_", ["../x", "a b", "searches", "", ".hidden"])
def test_an_id_that_could_leave_the_folder_is_refused(place: Place, id_: str) -> None:
    assert place.run("review", id_, "--by", "Ben Counsel", *place.key("ben")) == 2


def test_files_that_cannot_be_read_never_pass_for_a_certificate_that_stands(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.signed()
    place.signed("B")
    kept = place.folder / "kept"
    (kept / "A" / "certificate.json").write_text("{}", encoding="utf-8")
    (kept / "C").mkdir()
    (kept / "B").rename(kept / "D")

    assert stages(place, capsys) == {"A": "damaged", "C": "damaged", "D": "damaged"}


def test_a_certificate_expires_on_the_day_after_its_last(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.signed()

    assert stages(place, capsys, "--as-of", "2027-02-24") == {"A": "signed"}
    assert stages(place, capsys, "--as-of", "2027-02-25") == {"A": "expired"}


def reminders(place: Place, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = place.run("remind", "--json", *more)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["reminders"]
    return code, found


def search(place: Place, *about: str) -> int:
    told = ["--words", "FASCSA order", "--result", "no order found", "--by", "M. Osei"]
    return place.run("search-record", *about, *told, *place.key("osei"))


def test_a_search_that_nobody_recorded_is_overdue_and_a_recorded_one_is_due_again_in_three_months(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    code_before, before = reminders(place, capsys)
    assert search(place, "C-1") == 0
    code_after, after = reminders(place, capsys, "--days", "120")

    assert (code_before, code_after) == (1, 0)
    assert [(each["kind"], each["overdue"]) for each in before] == [("search", True)]
    assert [(each["kind"], each["due"], each["overdue"]) for each in after] == [("search", "2027-02-26", False)]
    assert after[0]["cited"] == {"at": "(c)(1)", "source": "far-52.204-30"}


def test_the_first_search_is_due_as_performance_begins(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    begins = ESTATE.replace("[[systems]]", "performance = {start = 2026-12-01}\n\n[[systems]]", 1)
    (place.folder / "muniment.toml").write_text(begins, encoding="utf-8")

    before = reminders(place, capsys, "--days", "4")
    _, (found,) = reminders(place, capsys, "--days", "5")
    code, _ = reminders(place, capsys, "--as-of", "2026-12-01")

    assert before == (0, [])
    assert (found["kind"], found["due"], found["overdue"]) == ("search", "2026-12-01", False)
    assert code == 1


def test_the_newest_recorded_search_stands_in_the_certificate(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    search(place, "C-1")
    later(1, monkeypatch)
    search(place, "--all")
    place.signed()

    (found,) = predicate(place, capsys)["inquiry"]["searches"]
    assert (found["on"], found["by"], found["words"]) == ("2026-11-27", "M. Osei", "FASCSA order")
    assert found["record"] is not None


def test_what_ends_and_what_waits_is_listed_in_order_and_written_as_a_calendar(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    search(place, "--all")
    place.signed()
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "B")

    code, found = reminders(place, capsys, "--days", "120", "--ics", place.at("due.ics"))
    overdue, _ = reminders(place, capsys, "--as-of", "2027-02-25")

    assert [(each["kind"], each["about"], each["due"]) for each in found] == [
        ("review", "B", "2026-11-26"),
        ("expires", "A", "2027-02-24"),
        ("search", "C-1", "2027-02-26"),
    ]
    assert (code, overdue) == (0, 1)
    assert (place.folder / "due.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT") == 3


def test_a_subcontractor_is_not_reminded_of_the_search_that_is_not_passed_on(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    (place.folder / "muniment.toml").write_text(ESTATE.replace('"prime"', '"subcontractor"'), encoding="utf-8")

    assert reminders(place, capsys) == (0, [])


def test_the_clauses_that_can_be_answered_are_listed_with_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["certify", "templates"]) == 0
    text = capsys.readouterr().out
    assert exit_code(["certify", "templates", "--json"]) == 0

    found = {each["id"]: each for each in json.loads(capsys.readouterr().out)["templates"]}
    assert "any paragraph" in text
    assert found["far-52.204-29"]["representations"][0]["text"].startswith("(d) Representation. By submission")
    assert found["far-52.240-90"]["confidence"] == "weak"
    assert found["far-52.240-90"]["representations"][0]["text"] is None


def test_the_record_of_a_search_is_verified_by_whoever_receives_it(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    search(place, "C-1")
    (record,) = (place.folder / "kept" / "searches").iterdir()
    policy = ["--policy", place.at("trust.toml")]
    capsys.readouterr()

    by_key = exit_code(["verify", str(record), "--key", place.at("osei.pem.pub")])
    text = capsys.readouterr().out
    by_policy = exit_code(["verify", str(record), *policy, "--json"])
    value = json.loads(capsys.readouterr().out)
    by_stranger = exit_code(["verify", str(record), "--key", place.at("ada.pem.pub")])

    assert (by_key, by_policy, by_stranger) == (0, 0, 1)
    assert "nobody said whose key it is" in " ".join(text.split())
    assert value["told"] == {
        "contract": "C-1",
        "result": "no order found",
        "where": "SAM",
        "words": "FASCSA order",
    }


def test_a_review_by_a_key_of_another_role_is_not_believed_under_the_policy(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.run("review", "A", "--by", "Ada Rivera", *place.key("ada"))

    code = exit_code(["verify", place.at("kept/A/review-01.json"), "--policy", place.at("trust.toml")])

    assert code == 1
    assert "is not signed by a key that the policy gives to `Ada Rivera` as a reviewer" in capsys.readouterr().err


def test_the_ledger_is_told_of_each_act_and_signature(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert exit_code(["ledger", "init", "example.com/ledger", "--ledger", place.at("ledger.db")]) == 0
    monkeypatch.setenv("MUNIMENT_LEDGER", place.at("ledger.db"))
    search(place, "C-1")
    place.signed()
    place.run("revoke", "A", "--by", "Ada Rivera", "--reason", "a use was found", *place.key("ada"))
    capsys.readouterr()

    assert exit_code(["ledger", "log", "--json"]) == 0

    listed = capsys.readouterr().out
    for kind in ("fact", "approval", "signature", "certification"):
        assert f'"{kind}"' in listed
