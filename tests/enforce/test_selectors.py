"""People who are looked up are counted by what stands in tagged arguments, whoever spells it how."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.domain.tool_rules import Authority, SelectorField, SelectorKind
from muniment.enforce.selectors import Selector, hidden, selectors, window_of
from muniment.errors import RefusedError

EMAIL = SelectorField(pointer="/email", kind=SelectorKind.EMAIL)
PHONES = SelectorField(pointer="/people/*/phone", kind=SelectorKind.PHONE)
PASSPORT = SelectorField(pointer="/passport", kind=SelectorKind.NUMBER)


@pytest.mark.parametrize(
    ("arguments", "field", "written"),
    [
        pytest.param({"email": " Ann@Example.ORG "}, EMAIL, ["ann@example.org"], id="case and blanks of an address"),
        pytest.param({"email": ["a@b.c", "A@B.C"]}, EMAIL, ["a@b.c"], id="one address twice in a list"),
        pytest.param(
            {"people": [{"phone": "+1 (555) 0100"}, {"phone": "0015550100"}, {"name": "x"}]},
            PHONES,
            ["15550100"],
            id="one telephone written in two ways",
        ),
        pytest.param({"passport": "ab-12 34"}, PASSPORT, ["ab1234"], id="hyphens of a number"),
        pytest.param({"passport": 1234}, PASSPORT, ["1234"], id="a number as a number"),
        pytest.param({"passport": "\uff11\uff12"}, PASSPORT, ["12"], id="digits of full width"),
    ],
)
def test_a_selector_is_written_in_one_way(arguments: object, field: SelectorField, written: list[str]) -> None:
    found = selectors(json.loads(json.dumps(arguments)), (field,))

    assert found == tuple(Selector(kind=field.kind, written=each) for each in written)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        pytest.param({}, "name nobody who could be counted", id="no tagged field"),
        pytest.param({"email": []}, "name nobody", id="an empty list"),
        pytest.param({"email": None}, "neither text nor a whole number", id="nothing"),
        pytest.param({"email": {"any": "a@b.c"}}, "neither text", id="an object"),
        pytest.param({"email": "  "}, "holds no email", id="blanks alone"),
        pytest.param({"email": "*@example.org"}, "stand for many people", id="a pattern"),
        pytest.param({"email": "%"}, "stand for many people", id="another pattern"),
    ],
)
def test_what_could_not_be_counted_is_refused(arguments: dict[str, object], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        selectors(arguments, (EMAIL,))  # type: ignore[arg-type]


def test_what_is_kept_tells_nobody_without_the_key_who_it_was() -> None:
    ann = Selector(kind=SelectorKind.EMAIL, written="ann@example.org")

    assert hidden(b"k" * 32, ann) == hidden(b"k" * 32, ann)
    assert hidden(b"k" * 32, ann) != hidden(b"q" * 32, ann)
    assert hidden(b"k" * 32, ann) != hidden(b"k" * 32, Selector(kind=SelectorKind.NAME, written=ann.written))


@given(st.lists(st.sampled_from(["a@b.c", "A@b.c ", "d@e.f", " D@E.F"]), min_size=1))
def test_spelling_never_adds_a_person(emails: list[str]) -> None:
    found = selectors({"email": emails}, (EMAIL,))

    assert len(found) == len({each.strip().casefold() for each in emails})


def test_windows_follow_each_other_without_a_gap() -> None:
    authority = Authority(id="a", purposes=(), limit=1, window=timedelta(days=7), effect="e", grounds=())
    start = datetime(2026, 11, 26, tzinfo=UTC)

    windows = [window_of(authority, start + timedelta(days=day)) for day in range(21)]

    assert sorted(windows) == windows
    assert max(windows) - min(windows) in {2, 3}
