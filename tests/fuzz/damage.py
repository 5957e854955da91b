"""Inputs that are nearly right: samples that were cut, overwritten, joined, or made of one piece many times over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS: Final = "\"'`{}[]<>()=:,;#$@!|&*?+-_\\/.%~^\n\r\t \x00\u2028aé1"
_PIECES: Final = (
    *(
        '"""',
        "'''",
        "/*",
        "*/",
        "//",
        "--",
        "<!--",
        "${",
        "#{",
        "{{",
        "\\(",
        "%w[",
        "=begin\n",
        '\\"',
        "\\'",
        "&a ",
        "*a",
    ),
    *("- ", "a: ", "a = ", "https://", "@a/b", "import ", "deepseek", '"deepseek"', "api.deepseek.com", "sha256:"),
)


@st.composite
def damaged(draw: st.DrawFn, corpus: Sequence[bytes], most: int) -> bytes:
    """Return at most `most` bytes."""
    data = draw(st.sampled_from(corpus))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        data = data[:start] + draw(_put(data[start:end])) + data[end:]
    return data[:most]


def _put(old: bytes) -> st.SearchStrategy[bytes]:
    """Return what may stand in place of `old`."""
    piece = st.one_of(st.sampled_from(_PIECES), st.text(alphabet=_SIGNS, min_size=1, max_size=8)).map(str.encode)
    many = st.tuples(st.one_of(piece, st.just(old or b"a")), st.sampled_from([1, 1, 2, 30, 1000, 8000]))
    return st.one_of(st.just(b""), st.binary(max_size=12), piece, many.map(lambda pair: (pair[0] * pair[1])[:32_768]))
