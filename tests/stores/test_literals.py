from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muniment.stores.literals import HyperscanLiterals

WORDS = st.lists(st.text(alphabet="abAB-.", min_size=3, max_size=6), min_size=1, max_size=40, unique=True)
TEXTS = st.text(alphabet="abABxX-. \n", max_size=400)


def naive(words: list[str], text: str) -> set[tuple[int, int]]:
    folded = text.lower()
    return {
        (number, start + len(word))
        for number, word in enumerate(words)
        for start in range(len(text))
        if folded.startswith(word.lower(), start)
    }


@given(words=WORDS, text=TEXTS)
def test_every_occurrence_of_every_literal_is_found_whatever_its_case(words: list[str], text: str) -> None:
    found = HyperscanLiterals(words).find(text.encode(), most=10**6)

    assert set(found) == naive(words, text)


@given(words=WORDS, text=TEXTS, before=st.integers(0, 80))
def test_it_does_not_matter_where_in_memory_a_text_begins(words: list[str], text: str, before: int) -> None:
    padded = memoryview(b"\0" * before + text.encode())[before:]

    assert set(HyperscanLiterals(words).find(padded, most=10**6)) == naive(words, text)


def test_a_search_stops_one_past_the_limit() -> None:
    found = HyperscanLiterals(["abc"]).find(b"abc" * 100, most=10)

    assert len(found) == 11


def test_nothing_is_found_in_nothing() -> None:
    assert HyperscanLiterals(["abc"]).find(b"", most=10) == []
