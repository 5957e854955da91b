"""Every key of an estate file has its place, by which a problem is found: laws over any text."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from muniment.readers.estate.toml_places import places
from readers.estates import refusal, smallest

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_mistake_deep_inside_a_list_is_shown_where_it_stands() -> None:
    text = smallest(contract='clauses = [ # one\n  "52.204-25",\n  {version = "]", id = "x"},\n]')

    assert refusal(text).startswith("muniment.toml:8:19: `id` is `x`, which is no clause number")


@given(st.text(st.sampled_from("ab.=[]{}\"'#, \n\r\\\t1é"), max_size=80))
def test_places_are_inside_any_text(text: str) -> None:
    found = places(text)

    for path in [(), ("a",), ("a", 0), *found.offsets]:
        line, column = found.of(path)
        assert 1 <= line <= text.count("\n") + 1
        assert 1 <= column <= len(text) + 1


@given(st.text(st.sampled_from("ab.=[]{}\"'#, \n\\1"), max_size=60))
def test_any_text_is_an_estate_or_refused_with_places_inside_it(text: str) -> None:
    said = refusal(text)

    lines = [int(line) for line in re.findall(r"^muniment\.toml:(\d+):\d+: ", said, re.MULTILINE)]
    assert lines
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


SCALARS = st.sampled_from(
    [
        "1.5",
        "true",
        "2026-03-04",
        "2026-03-04 07:32:00.5",
        '"a # ] } , = b"',
        r'"\" [x]"',
        "'c:\\'",
        '"""\n[no]\nk = "1"\n\\"" ""\\\n""""',
        "'''\nk = [\n''y'''",
        '""',
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda values: st.one_of(
        st.lists(values, max_size=3).map(lambda found: "[ # [\n" + ",\n ".join(found) + "\n]"),
        st.lists(values, max_size=3).map(
            lambda found: "{" + ", ".join(f'"k.{at}" = {value}' for at, value in enumerate(found)) + "}"
        ),
        values.map(lambda value: f"{{ a . b={value} }}"),
    ),
    max_leaves=6,
)
HEADERS = st.sampled_from(["[[list]]", "[[list.inner]]", "[list.single{0}]", "[ table{0} . 'x.y' ]", '[[ "q" ]]'])


def statements(number: int) -> st.SearchStrategy[str]:
    """Return headers and keys that no other number has, so that they can stand in one text."""
    return st.one_of(
        HEADERS.map(lambda header: header.format(number)), VALUES.map(lambda value: f"k{number} = {value}")
    )


DOCUMENTS = (
    st.integers(0, 6)
    .flatmap(lambda count: st.tuples(*map(statements, range(count))))
    .map(lambda found: "\n".join(["[[list]]", *found]))
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from paths(below, (*path, key))


@given(DOCUMENTS)
def test_every_key_of_a_valid_text_has_its_place(text: str) -> None:
    found = places(text)

    expected = set(paths(tomllib.loads(text)))

    assert expected <= set(found.offsets) | {path[:-1] for path in found.offsets}
    for path in expected & set(found.offsets):
        at = found.offsets[path]
        if isinstance(path[-1], str) and text[at] != "[":
            assert text[at:].lstrip("\"'").startswith(path[-1])
