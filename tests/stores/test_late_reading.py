"""A log that is read from its last mark on comes to what the whole of it comes to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from muniment.errors import RefusedError
from muniment.stores.call_segments import CallLogFile, Mark
from stores import test_call_segments as segments

if TYPE_CHECKING:
    from pathlib import Path


def _is_of(name: str, line: bytes) -> bool:
    return f'"{name}"'.encode() in line


@pytest.mark.parametrize("block", [7, 64, 1024 * 1024])
@pytest.mark.parametrize("most", [0, segments.MOST])
def test_a_reading_since_a_mark_comes_to_what_the_whole_reading_comes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, most: int
) -> None:
    path = tmp_path / "calls.log"
    monkeypatch.setattr("muniment.stores.call_segments._BLOCK", block)
    for count in range(1, 9):
        path.unlink(missing_ok=True)
        for each in segments.closed(path):
            (tmp_path / each).unlink()
        segments.write(path, *segments.names(count), most=most)
        if count % 2:
            with path.open("ab") as file:
                file.write(b'{"prev":"torn, "call":"c00"')
        whole = CallLogFile(path)
        lines = [entry.line for entry in whole.entries()]
        for name in segments.names(count):
            late = CallLogFile(path, Mark(text=b'"call": "c', is_one=partial(_is_of, name)))

            found = [entry.line for entry in late.entries()]

            number = int(name[1:])
            assert found == lines[number:]
            assert late.began_late == number
            assert (late.head, late.first, late.size, late.files) == (whole.head, whole.first, whole.size, whole.files)
            assert (late.torn is None) == (whole.torn is None)


def test_a_reading_since_a_mark_that_is_nowhere_is_of_the_whole_log(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    segments.write(path, *segments.names(8))

    late = CallLogFile(path, Mark(text=b"nowhere", is_one=lambda _: True))

    assert len([*late.entries()]) == 8
    assert late.began_late == 0


def test_a_line_that_breaks_the_chain_behind_a_mark_is_found(tmp_path: Path) -> None:
    path = tmp_path / "calls.log"
    segments.write(path, *segments.names(3), most=0)
    path.write_bytes(path.read_bytes().replace(b'"c01"', b'"c11"'))
    late = CallLogFile(path, Mark(text=b'"c00"', is_one=lambda _: True))

    with pytest.raises(RefusedError, match="does not follow"):
        list(late.entries())
