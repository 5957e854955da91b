"""What the quick reader says is what the thorough one says, or nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from muniment.enforce.quick_json import NotKnown, plainly
from muniment.enforce.strict_json import NotStrictError, digest, thoroughly

if TYPE_CHECKING:
    from muniment.domain.call import Read


def words(text: str) -> list[str]:
    return text.split(" ")


SPACE = st.sampled_from(["", "", "", " ", "  ", "\n", "\t", "\r\n"])
SIGNS = st.sampled_from([
    *words("a A b s \u017f K \u212a k \xdf ss \u1e9e \u0130 i \u0307 : , { \U0001f600 \u2028 \x7f \x00"),
    *words(r'\\ \" \/ \n \N \u0041 \u0022 \u003a \u001b \u001B \ud83d\ude00 \ud83d \u0000'),
    " ",
])  # fmt: skip
STRINGS = st.lists(SIGNS, max_size=4).map(lambda signs: f'"{"".join(signs)}"')
NUMBERS = st.sampled_from([
    *words("0 -0 1 01 1.0 -0.0 1e5 1E5 1e+5 1e-5 0.1 0.10 1e999 -1e999 1e-999 9007199254740991 9007199254740992"),
    *words("-9007199254740992 18446744073709551615 18446744073709551616 1.8446744073709552e19 1e22 1e23"),
    *words("10000000000000000.0 123456789012345678901234567890 0.30000000000000004 5e-324 2.5e-324"),
    *words("NaN Infinity true True null false .5 +1"),
])  # fmt: skip


def _joined(parts: list[str], space: str) -> str:
    return f",{space}".join(parts)


def _within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(SPACE, STRINGS, SPACE, SPACE, inner).map("{0[0]}{0[1]}{0[2]}:{0[3]}{0[4]}".format)
    lists = st.tuples(st.lists(inner, max_size=3), SPACE).map(lambda given: f"[{_joined(*given)}]")
    return lists | st.tuples(st.lists(pairs, max_size=4), SPACE).map(lambda given: f"{{{_joined(*given)}}}")


TEXTS = st.recursive(NUMBERS | STRINGS, _within, max_leaves=12)


def told(raw: bytes) -> Read | None:
    """Return what the thorough reader says, as text so that `1` is not `1.0` or `true`."""
    try:
        return json.dumps(thoroughly(raw))
    except NotStrictError:
        return None


@settings(max_examples=300)
@given(TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b'{"a":1,"a":1}')
@example(b'{"model":"x","Model":"x"}')
@example(b'{"a":{"k":1,"\xe2\x84\xaa":1}}')
@example(b"18446744073709551616")
def test_what_is_told_quickly_is_what_is_told_thoroughly(raw: bytes) -> None:
    value = plainly(raw)

    assert isinstance(value, NotKnown) or json.dumps(value) == told(raw)


@settings(max_examples=200)
@given(TEXTS, st.integers(0, 200), st.binary(max_size=3))
def test_so_it_is_where_bytes_stand_in_the_midst_of_it(text: str, place: int, more: bytes) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    raw = raw[:place] + more + raw[place:]
    value = plainly(raw)

    assert isinstance(value, NotKnown) or json.dumps(value) == told(raw)


@pytest.mark.parametrize("raw", [
    b'{"a":1,"a":1}', b'{"a":1,"A":1}', b'[{"s":1,"\xc5\xbf":1}]', b'{"a":[{"b":1, "b":1}]}', b"9007199254740992",
    b"NaN", b"18446744073709551616", b"1e999", b'"\\ud800"', b'"\xff"', b"\xef\xbb\xbf1", b"1 2", b'{"a":1,}', b"",
])  # fmt: skip
def test_nothing_is_told_quickly_of_what_readers_read_differently(raw: bytes) -> None:
    assert isinstance(plainly(raw), NotKnown)


@pytest.mark.parametrize("style", [{"separators": (",", ":")}, {}, {"indent": 2}], ids=["compact", "plain", "indented"])
def test_an_ordinary_call_is_told_quickly_however_it_is_spaced(style: dict[str, object]) -> None:
    call = {"model": "m", "messages": [{"role": "user", "content": 'Say: {"a": 1}\n'}], "temperature": 0.7, "n": 1}

    assert plainly(json.dumps(call, **style).encode()) == call  # type: ignore[arg-type]  # any of its own arguments


def test_so_is_one_whose_text_is_not_ascii() -> None:
    assert plainly('{"content":"Straße, ﬃ, İ, 😀"}'.encode()) == {"content": "Straße, ﬃ, İ, 😀"}


def test_without_the_quick_parser_everything_is_read_all_the_same() -> None:
    program = (
        "import sys; sys.modules['orjson'] = None\n"
        "from muniment.enforce import quick_json, strict_json\n"
        "assert quick_json.plainly(b'1') is quick_json.NOT_KNOWN\n"
        "value = strict_json.read(b'{\"a\": [1, 0.5]}', limit=99)\n"
        "print(strict_json.rewrite(value).decode(), strict_json.digest(value)[:8])"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ['{"a":[1,0.5]}', digest({"a": [1, 0.5]})[:8]]
