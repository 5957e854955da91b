from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measured import takes
from muniment.discover.text.lexis import Layout
from muniment.discover.text.outline import Outline
from muniment.discover.text.statements import beside

POLICY = """\
Statement:
- Effect: Deny
  Action:
  - gale:Ask
  - gale:Tell
  Resource: arn:one
- Effect: Allow
  Action: "*"
"""
POLICY_IN_BRACES = """\
{"Statement": [{"Effect": "Deny", "Action": ["gale:Ask", "gale:Tell"], "Resource": {"Ref": "arn:one"}},
               {"Action": "*", "Effect": "Allow"}]}
"""


@pytest.mark.parametrize(
    ("layout", "text", "keys"),
    [
        pytest.param(Layout.INDENTED, "a:\n  b:\n    c: here\n", ("a", "b", "c"), id="indented"),
        pytest.param(Layout.INDENTED, "a:\n  here: 1\n", ("a",), id="a key is not above itself"),
        pytest.param(Layout.INDENTED, "a:\n- b: 1\n  c:\n  - here\n", ("a", "c"), id="a list below a list"),
        pytest.param(Layout.INDENTED, "a:\n  b: 1\nc:\n  d: here\n", ("c", "d"), id="less indented again"),
        pytest.param(Layout.INDENTED, "a:\n  # b:\n    c: here\n", ("a", "c"), id="a comment is no key"),
        pytest.param(Layout.INDENTED, "a:\n{{- if .x }}\n  c: here\n", ("a", "c"), id="a template's own line"),
        pytest.param(Layout.INDENTED, "a: |\n  b:\n    c: here\n", ("a", "b", "c"), id="settings inside of a text"),
        pytest.param(Layout.INDENTED, "a: {b: 1, c: here}\n", ("a", "c"), id="braces on a line"),
        pytest.param(Layout.INDENTED, "a:\n- X=here\n", ("a", "X"), id="an assignment in a list"),
        pytest.param(Layout.INDENTED, "u: http://here\n", ("u",), id="an address"),
        pytest.param(Layout.BRACED, '{"a": {"b": ["x", "here"]}}', ("a", "b"), id="JSON"),
        pytest.param(Layout.BRACED, '{"a": {"b": 1}, "c": "here"}', ("c",), id="JSON after an object"),
        pytest.param(Layout.BRACED, '{"a": "}", "c":\n"here"}', ("c",), id="a brace in a string, a value on a line"),
        pytest.param(Layout.BRACED, 'resource "k" "n" {\n  c = 1\n  d = "here"\n}', ("k", "d"), id="HCL"),
        pytest.param(Layout.BRACED, 'a {\n  b = 1\n  c {\n    d = ["x", "here"]\n}}', ("a", "c", "d"), id="nested HCL"),
        pytest.param(Layout.HEADED, "[a.b]\nc = 'here'\n", ("a", "b", "c"), id="TOML"),
        pytest.param(Layout.HEADED, "[a]\nc = [\n  'x',\n  'here',\n]\n", ("a", "c"), id="a list over lines"),
        pytest.param(Layout.HEADED, "c = [\n  'x',\n]\nd = 'here'\n", ("d",), id="after a list over lines"),
        pytest.param(Layout.FLAT, "a=1\nb=here\n", ("b",), id="flat"),
    ],
)
def test_a_place_has_the_keys_above_it(layout: Layout, text: str, keys: tuple[str, ...]) -> None:
    assert Outline(layout, text).at(text.index("here")) == keys


def test_places_of_one_text_are_asked_for_in_order() -> None:
    outline = Outline(Layout.BRACED, '{"a": "one two", "b": {"c": "three"}}')

    assert [outline.at(offset) for offset in (7, 11, 30)] == [("a",), ("a",), ("b", "c")]


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        pytest.param(Layout.INDENTED, POLICY, id="indented"),
        pytest.param(Layout.BRACED, POLICY_IN_BRACES, id="in braces"),
    ],
)
@pytest.mark.parametrize("what", ["Ask", "Tell", "arn:one"])
def test_what_stands_beside_a_place_is_of_its_own_statement(layout: Layout, text: str, what: str) -> None:
    around = "\n".join(list(beside(layout, text, text.index(what)))[:2])

    assert "Deny" in around
    assert "Allow" not in around


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 400_000, id="brackets"),
        pytest.param("{" * 400_000, id="braces"),
        pytest.param("a:\n" * 140_000, id="keys"),
        pytest.param('{"a":' * 80_000, id="objects"),
        pytest.param(" " * 400_000, id="spaces"),
        pytest.param("- " * 200_000, id="dashes"),
        pytest.param('"' * 400_000, id="quotes"),
        pytest.param("a=" * 200_000, id="assignments"),
        pytest.param("/*" * 200_000, id="comments"),
    ],
)
def test_hostile_settings_are_looked_at_quickly(layout: Layout, text: str) -> None:
    def look() -> None:
        Outline(layout, text).at(len(text) * 5 // 8)
        list(beside(layout, text, len(text) // 2))

    assert takes(look, 5) < 5


@settings(max_examples=200, deadline=None)
@given(
    layout=st.sampled_from(Layout),
    text=st.text(alphabet="ab:{}[]=\"'- \n#/*.,", max_size=80),
    places=st.lists(st.integers(0, 80), max_size=5),
)
def test_no_text_makes_an_outline_raise(layout: Layout, text: str, places: list[int]) -> None:
    outline = Outline(layout, text)

    keys = [outline.at(place) for place in sorted(places)]
    around = [list(beside(layout, text, min(place, len(text)))) for place in places]

    assert all(key for each in keys for key in each)
    assert all(len(each) <= 3 for each in around)
