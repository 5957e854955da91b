"""A record is decided again under the rulebook of its day, and comes out the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decide.invented import BLIND, CUSTOMER, NORTHWIND, STARTED, restriction, rulebook
from muniment.cli.main import exit_code
from muniment.decide.engine import Engine, Question
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.agreement import Waiver
from muniment.domain.dated import Interval
from muniment.domain.ids import ContractId, InstrumentId
from muniment.domain.record import AskedBy, RecordedQuestion
from muniment.readers.record import read_record
from muniment.render.decision_json import decision_value
from muniment.render.record import record_bytes

if TYPE_CHECKING:
    from muniment.domain.condition import Facts

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "examples" / "small" / "muniment.toml"
DAYS = st.dates()
FACTS = st.fixed_dictionaries(
    {}, optional={CUSTOMER: st.sampled_from(["dod", "civilian"]), STARTED: DAYS, BLIND: st.booleans()}
)
WAIVERS = st.builds(
    lambda day, by: (
        Waiver(
            id="W-1",
            instrument=InstrumentId("northwind-models"),
            contract=ContractId("C-1"),
            granted_by=by,
            document="letter",
            during=Interval(start=day),
        ),
    ),
    DAYS,
    st.text(),
)
LIMITS = st.builds(
    AgeLimit, asked_on=DAYS, max_days=st.integers(min_value=1, max_value=9999), set_in=st.sampled_from(SetIn)
)


@pytest.fixture
def record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    to = tmp_path / "record.json"
    exit_code(["check", "--estate", str(SMALL), "--as-of", "2026-11-25", "--record", str(to)])
    capsys.readouterr()
    return to


@given(FACTS, DAYS, st.just(()) | WAIVERS, st.none() | LIMITS)
def test_a_record_that_is_read_back_is_decided_to_the_same_bytes(
    facts: Facts, day: date, waivers: tuple[Waiver, ...], limit: AgeLimit | None
) -> None:
    book = rulebook(restriction())
    engine = Engine(book)
    question = RecordedQuestion(vendor=NORTHWIND, as_of=day, facts=facts, waivers=waivers, postures=(), age_limit=limit)
    first = engine.decide(Question(vendor=NORTHWIND, facts=facts, as_of=day, waivers=waivers, age_limit=limit))
    written = record_bytes(book, "1", [(question, first)])

    (read,) = read_record(written, "record").questions
    again = engine.decide(
        Question(vendor=read.vendor, facts=read.facts, as_of=read.as_of, waivers=read.waivers, age_limit=read.age_limit)
    )

    assert record_bytes(book, "1", [(read, again)]) == written
    assert decision_value(again) == read_record(written, "record").answers[0]


def test_a_record_is_as_its_schema_says(record: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "record.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema).validate(json.loads(record.read_bytes()))


def test_a_check_is_replayed_with_the_same_outcome(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["replay", str(record)])

    assert code == 0
    assert "came out the same, bit for bit" in capsys.readouterr().out


def test_a_posture_is_part_of_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    estate, to = tmp_path / "muniment.toml", tmp_path / "record.json"
    posture = (
        '[[postures]]\ninstrument = "secwar-post-2026-02-27"\nreading = "as-posted"\n'
        'decided_by = "Ada Rivera"\non = 2026-03-09\nwhy = "To keep clear."\n'
    )
    estate.write_text(SMALL.read_text(encoding="utf-8") + posture, encoding="utf-8")
    exit_code(["explain", "anthropic", "--contract", "PO-1187", "--estate", str(estate), "--record", str(to)])
    capsys.readouterr()

    code = exit_code(["replay", str(to)])

    value = json.loads(to.read_bytes())
    schema = json.loads((ROOT / "schemas" / "record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(value)
    assert code == 0
    assert value["entries"][0]["question"]["postures"][0]["decided_by"] == "Ada Rivera"
    assert value["entries"][0]["decision"]["posture"] == "prohibited"


def test_one_explanation_is_replayed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = str(tmp_path / "record.json")
    asked = ("anthropic", "--as-of", "2026-08-30", "--fact", "use.started=2025-06-01")
    exit_code(["explain", *asked, "--record", to, "--json"])
    capsys.readouterr()

    code = exit_code(["replay", to, "--json"])

    assert (code, json.loads(capsys.readouterr().out)["same"]) == (0, True)


def test_an_answer_that_came_out_otherwise_is_shown_with_its_place(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record.write_bytes(record.read_bytes().replace(b'"outcome":"prohibited"', b'"outcome":"permitted"', 1))

    code = exit_code(["replay", str(record), "--json"])

    (changed,) = json.loads(capsys.readouterr().out)["changed"]
    assert code == 1
    assert changed["places"] == [{"after": "prohibited", "before": "permitted", "path": ["outcome"]}]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b'"digest":"sha256:', b'"digest":"sha256:0', "give the rulebook of that day with --rulebook FOLDER"),
        (b'"digest":"sha256:', b'"digest":"hypothetical+sha256:', "was decided under rulebook"),
        (b'"format":"muniment.record/1"', b'"format":"muniment.check/1"', "is no decision record"),
        (b'"contract.customer":"dod"', b'"contract.customer":["dod"]', "`contract.customer` cannot be"),
        (b'"contract.customer":"dod"', b'"contract.customer":7', "is no value of a fact"),
        (b'"as_of":"2026-11-25","contract"', b'"as_of":"2026-11-31","contract"', "`2026-11-31` is no day"),
        (b'"as_of":"2026-11-25","contract"', b'"as_of":"20261125","contract"', "`20261125` is no day"),
        (b'{"entries"', b'{"entries"\xff', "is not the JSON of a statement"),
        (b'{"entries"', b'{"also":1,"entries"', "the file has the unknown key `also`"),
        (b'"released":', b'"also":1,"released":', "`rulebook` has the unknown key `also`"),
        (b'"postures":', b'"also":1,"postures":', "`question` has the unknown key `also`"),
        (b'"max_days":', b'"also":1,"max_days":', "`age_limit` has the unknown key `also`"),
        (b'"set_in":"rulebook"', b'"set_in":"nobody"', "`set_in` cannot be `nobody`"),
        (b'"max_days":180', b'"max_days":0', "`max_days` is no number of days"),
    ],
)
def test_what_is_no_record_of_this_rulebook_is_refused(
    record: Path, before: bytes, after: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = record.read_bytes()
    assert before in content
    record.write_bytes(content.replace(before, after))

    code = exit_code(["replay", str(record)])

    assert code == 2
    assert said in capsys.readouterr().err


def test_a_record_is_never_written_over_another_file(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = record.read_bytes()

    code = exit_code(["explain", "acronis", "--record", str(record)])

    assert (code, record.read_bytes()) == (2, before)
    assert "exists and is not overwritten" in capsys.readouterr().err


def test_a_record_without_a_decision_is_not_told_as_one_that_came_out_the_same(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record.write_text(json.dumps({**json.loads(record.read_text(encoding="utf-8")), "entries": []}), encoding="utf-8")

    code = exit_code(["replay", str(record)])

    assert code == 3
    assert "The record holds no decision, so nothing was decided again" in capsys.readouterr().out

    exit_code(["replay", str(record), "--json"])

    assert json.loads(capsys.readouterr().out)["same"] is None


ASKED = ("--asked-by", "K. Roe, contracting officer", "--asked-on", "2026-11-20", "--question", "Is it used?")


def test_who_asked_on_which_day_and_in_which_words_is_kept_with_the_answer_and_replays(tmp_path: Path) -> None:
    to = tmp_path / "answer.json"

    code = exit_code(["explain", "anthropic", "--as-of", "2026-11-25", "--record", str(to), *ASKED])

    schema = json.loads((ROOT / "schemas" / "record.schema.json").read_text(encoding="utf-8"))
    (question,) = read_record(to.read_bytes(), str(to)).questions
    assert code == 0
    assert question.asked == AskedBy(by="K. Roe, contracting officer", on=date(2026, 11, 20), words="Is it used?")
    jsonschema.validate(json.loads(to.read_text(encoding="utf-8")), schema)
    assert exit_code(["replay", str(to)]) == 0


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--record", "answer.json", *ASKED[:4]), "--asked-by, --asked-on and --question go together"),
        (("--record", "answer.json", *ASKED[:5], " "), "--asked-by, --asked-on and --question go together"),
        (ASKED, "--question is kept in a record: give --record FILE"),
    ],
)
def test_a_question_that_is_told_by_halves_or_kept_nowhere_is_refused(
    words: tuple[str, ...], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["explain", "anthropic", *words])

    assert code == 2
    assert what in capsys.readouterr().err
