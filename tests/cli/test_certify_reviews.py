"""Who reviews a draft, and which review counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.certificates import Place, later, prepared, stages
from muniment.cli.main import exit_code

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return prepared(tmp_path, monkeypatch)


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


def test_a_review_by_a_key_of_another_role_is_not_believed_under_the_policy(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.run("draft", "C-1", "--requested-by", "Bo Clerk", "--id", "A")
    place.fill()
    place.run("review", "A", "--by", "Ada Rivera", *place.key("ada"))

    code = exit_code(["verify", place.at("kept/A/review-01.json"), "--policy", place.at("trust.toml")])

    assert code == 1
    assert "is not signed by a key that the policy gives to `Ada Rivera` as a reviewer" in capsys.readouterr().err
