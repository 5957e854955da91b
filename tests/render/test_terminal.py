"""Safe text, short paths and the width of the page."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from muniment.render.progress import progress_on, rate_words
from muniment.render.terminal import PIPE_WIDTH, THEME, console_on, cut, shortened
from muniment.render.visible import visible
from muniment.render.words import byte_size, count, listed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("src/app.py", "src/app.py", id="plain"),
        pytest.param("größe/東京.py", "größe/東京.py", id="other-scripts"),
        pytest.param("a\x1b[31mb", "a\\x1b[31mb", id="escape-sequence"),
        pytest.param("a\nb\rc\td", "a\\x0ab\\x0dc\\x09d", id="lines-and-tabs"),
        pytest.param("\u202etxt.exe", "\\u202etxt.exe", id="reversed-text"),
        pytest.param("a\u200bb", "a\\u200bb", id="zero-width"),
        pytest.param("a\u2028b", "a\\u2028b", id="line-separator"),
        pytest.param("\udcff.py", "\\xff.py", id="no-text-at-all"),
        pytest.param("\x9b31m", "\\x9b31m", id="c1-control"),
    ],
)
def test_what_does_not_show_itself_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_safe_text_can_always_be_encoded_and_holds_no_control(text: str) -> None:
    shown = visible(text)

    shown.encode("utf-8")
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)


@given(st.text(alphabet="ab/東", max_size=60), st.integers(min_value=4, max_value=70))
def test_a_shortened_path_fits_and_keeps_its_end(path: str, width: int) -> None:
    short = shortened(path, width)

    assert cell_len(short) <= width
    assert cut(path, width) == path or cell_len(cut(path, width)) <= width
    assert not path or short[-1:] in {path[-1:], "…"}


def test_a_pipe_gets_a_fixed_width_and_no_colour() -> None:
    page = console_on(io.StringIO(), columns_set=False)

    assert page.width == PIPE_WIDTH
    assert not page.is_terminal


def test_an_encoding_that_lacks_a_sign_gets_an_escape_and_no_failure() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")

    console_on(stream, columns_set=False).print("✗ prohibited")
    stream.flush()

    assert raw.getvalue() == b"\\u2717 prohibited\n"


def test_progress_shows_files_done_and_known_on_a_terminal() -> None:
    out = io.StringIO()

    with progress_on(Console(file=out, theme=THEME, force_terminal=True, width=80)) as advance:
        assert advance is not None
        advance(7, 9)

    assert "7/9" in out.getvalue()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        pytest.param(0, "250 files/s", id="bytes were not counted"),
        pytest.param(24_000_000, "250 files/s, 6.0 MB/s", id="bytes were counted"),
    ],
)
def test_a_rate_is_files_and_bytes_a_second(size: int, words: str) -> None:
    assert rate_words(1000, size, 4.0) == words
    assert rate_words(0, 0, 0.0) == ""


def test_progress_says_nothing_where_nobody_watches() -> None:
    out = io.StringIO()

    with progress_on(Console(file=out)) as advance:
        assert advance is None

    assert not out.getvalue()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param(count(1, "file"), "1 file", id="one"),
        pytest.param(count(1234, "entry", "entries"), "1,234 entries", id="many"),
        pytest.param(listed([]), "", id="none-listed"),
        pytest.param(listed(["a"]), "a", id="one-listed"),
        pytest.param(listed(["a", "b", "c"]), "a, b and c", id="three-listed"),
        pytest.param(byte_size(999), "999 B", id="bytes"),
        pytest.param(byte_size(999_999), "1.0 MB", id="rounds-up-a-unit"),
        pytest.param(byte_size(5_000_000_000_000), "5.0 TB", id="terabytes"),
    ],
)
def test_numbers_read_as_a_person_says_them(said: str, words: str) -> None:
    assert said == words
