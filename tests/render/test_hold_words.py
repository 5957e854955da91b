"""What people see before they approve: all of it, and nothing that passes for another thing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.app.approvals.held import Listed
from muniment.domain.hold import CastVote, HoldState, VoteVerdict
from muniment.errors import Problem
from muniment.render.holds.arguments import argument_lines, look_alikes, shown
from muniment.render.holds.as_text import print_hold, print_holds
from muniment.render.holds.words import roughly_left, time_left, warning
from prove.holds import NOON, hold, record, vote
from render.pages import expected, printed

AWKWARD = {
    "zeta": {"b": [1, 12.5, True, None, [], {}], "a": "two\nlines"},
    "path": "/srv/\u202etxt.exe",
    "who": "p\u0430ypal",
    "back\\slash": "\\u202e",
}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param("\u202eabc", "\\u202eabc", id="a mark that turns the direction"),
        pytest.param("a\u200bb", "a\\u200bb", id="a space without width"),
        pytest.param("a\u00a0b", "a\\xa0b", id="a space that is none"),
        pytest.param("a\u3164b", "a\\u3164b", id="a letter that shows nothing"),
        pytest.param("a\ufe0fb", "a\\ufe0fb", id="a mark that chooses a form"),
        pytest.param("\x1b[2J", "\\x1b[2J", id="what a terminal obeys"),
        pytest.param("é漢", "é漢", id="letters"),
    ],
)
def test_every_character_shows_itself(text: str, seen: str) -> None:
    assert shown(text) == seen


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_different_texts_never_look_the_same(one: str, other: str) -> None:
    if one != other:
        assert argument_lines({"a": one}) != argument_lines({"a": other})


def test_arguments_are_shown_in_the_order_in_which_they_are_signed() -> None:
    assert argument_lines(AWKWARD) == (  # type: ignore[arg-type]
        "{",
        '  "back\\\\slash": "\\\\u202e",',
        '  "path": "/srv/\\u202etxt.exe",',
        '  "who": "p\u0430ypal",',
        '  "zeta": {',
        '    "a": "two\\nlines",',
        '    "b": [',
        "      1,",
        "      12.5,",
        "      true,",
        "      null,",
        "      [],",
        "      {}",
        "    ]",
        "  }",
        "}",
    )


@given(st.dictionaries(st.text("ab", max_size=3), st.integers() | st.booleans() | st.lists(st.text("xy")), max_size=4))
def test_plain_arguments_read_back_as_what_they_are(arguments: dict[str, object]) -> None:
    small = {key: value for key, value in arguments.items() if not isinstance(value, int) or abs(value) < 2**53}

    assert json.loads("\n".join(argument_lines(small))) == small  # type: ignore[arg-type]


def test_letters_that_may_look_like_others_are_named() -> None:
    assert look_alikes("p\u0430yp\u0430l \u202e") == (("\u0430", "U+0430 CYRILLIC SMALL LETTER A"),)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        pytest.param(30, "30 minutes", id="just asked"),
        pytest.param(0.5, "30 seconds", id="nearly over"),
        pytest.param(61, "1 hour and 1 minute", id="an hour"),
        pytest.param(60 * 49, "2 days and 1 hour", id="days"),
    ],
)
def test_the_time_that_is_left_is_told_in_words(minutes: float, words: str) -> None:
    about = replace(hold(), expires=NOON + timedelta(minutes=minutes))

    assert time_left(record(about), NOON) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        pytest.param(1799, "29 minutes", id="minutes"),
        pytest.param(3601, "1 hour", id="an hour"),
        pytest.param(59, "less than a minute", id="seconds"),
    ],
)
def test_a_list_tells_the_time_without_its_seconds(seconds: int, words: str) -> None:
    about = replace(hold(), expires=NOON + timedelta(seconds=seconds))

    assert roughly_left(record(about), NOON) == words


def test_who_approves_last_is_told_that_the_call_leaves() -> None:
    first = record()
    second = replace(first, votes=(CastVote(vote=vote("Eve Holt"), keyid="k", envelope=b""),))

    assert "1 more person must approve" in warning(first)
    assert "leaves with exactly these arguments as soon as it is asked for, once" in warning(second)


def test_a_hold_on_a_terminal() -> None:
    about = replace(
        record(hold(AWKWARD)),  # type: ignore[arg-type]
        votes=(CastVote(vote=vote("Eve Holt", VoteVerdict.APPROVE, reason="seen\x1b[2J it"), keyid="k", envelope=b""),),
    )

    page = printed(lambda console: print_hold(about, NOON, console))

    assert page == expected("hold.txt", page)


def test_a_list_of_holds_on_a_terminal() -> None:
    found = Listed(
        records=(record(), replace(record(), ended=HoldState.RELEASED, why="approved by Eve Holt, Max Roe")),
        unreadable=(Problem(where="hold h-9", what="is not JSON"),),
    )

    page = printed(lambda console: print_holds(found, NOON, console))

    assert page == expected("holds.txt", page)
