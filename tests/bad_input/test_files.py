"""Files whose bytes are not what they seem: each is read, or stands in the account as not read."""

from __future__ import annotations

import gzip
import os
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from bad_input.program import HIT, MUNIMENT, check, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"x = 1\n\nimport deepseek\n", 3, id="line feeds"),
        pytest.param(b"x = 1\r\n\r\nimport deepseek\r\n", 3, id="carriage returns and line feeds"),
        pytest.param(b"x = 1\r\rimport deepseek\r", 3, id="carriage returns alone"),
        pytest.param(b"# harmless\rimport deepseek\n", 2, id="a comment that ends with a carriage return"),
        pytest.param(b"\xef\xbb\xbfimport deepseek\n", 1, id="a mark of UTF-8"),
        pytest.param("\nimport deepseek\n".encode("utf-16"), 2, id="UTF-16 with a mark"),
        pytest.param("\nimport deepseek\n".encode("utf-16-be"), 2, id="UTF-16 without a mark"),
        pytest.param("\nimport deepseek\n".encode("utf-32"), 2, id="UTF-32"),
        pytest.param(b"# caf\xe9\n# \xc3\xa9\nimport deepseek\n", 3, id="Latin-1 and UTF-8 in one file"),
        pytest.param("x = 1\n".encode("utf-16") + HIT, 2, id="ASCII appended to UTF-16"),
        pytest.param(b"name = 'portal'\n" + "import deepseek\n".encode("utf-16-le"), 2, id="UTF-16 appended to ASCII"),
        pytest.param(
            b"x = 1\n" * 99 + "import deepseek\n".encode("utf-16-le"), 100, id="a little UTF-16 after much ASCII"
        ),
        pytest.param(b"x = 1\n\0\nimport deepseek\n", 3, id="a zero byte before it"),
        pytest.param(b"x = 1\n" * 2000 + b"\0\nimport deepseek\n", 2002, id="a zero byte far from the beginning"),
        pytest.param(b"import deepseek", 1, id="no line end at all"),
        pytest.param(b"x = '''\n'''\nimport deepseek\ny = \"\"\"\n", 3, id="a string that never ends, after it"),
    ],
)
def test_whatever_its_encoding_and_line_ends_a_use_is_found_on_its_line(
    content: bytes, line: int, tmp_path: Path
) -> None:
    ended = check(written(tmp_path, {"a.py": content}))

    assert ended.stands == {("a.py", line)}


def test_a_use_behind_a_quote_in_a_pattern_of_minified_code_is_found(tmp_path: Path) -> None:
    ended = check(written(tmp_path, {"a.min.js": b'var r=/"/;fetch("https://api.deepseek.com/v1")\n'}))

    assert ended.stands == {("a.min.js", 1)}


def test_what_stands_in_a_string_or_comment_that_never_ends_is_counted_as_a_mention(tmp_path: Path) -> None:
    ended = check(written(tmp_path, {"a.py": b'"""\nimport deepseek\n', "b.js": b'/* import OpenAI from "openai"\n'}))

    assert ended.stands == set()
    assert set(ended.answer["mentions"]) == {"deepseek", "openai"}


def test_files_of_no_byte_and_of_one_are_read(tmp_path: Path) -> None:
    ended = check(written(tmp_path, {"empty.py": b"", "one.py": b"x", "mark.py": b"\xef\xbb\xbf", "odd": b"\xff"}))

    assert ended.code == 0
    assert ended.entries == 4
    assert ended.gaps == {}


def test_a_utf16_string_inside_a_binary_is_seen(tmp_path: Path) -> None:
    library = b"MZ\x90\0\3\0\0\0" + "https://api.deepseek.com/chat".encode("utf-16-le") + b"\0\0\xff\xfe\7"

    ended = check(written(tmp_path, {"lib.dll": library}))

    assert set(ended.answer["mentions"]) == {"deepseek"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"7z\xbc\xaf\x27\x1c" + b"\xff" * 40, id="7-Zip"),
        pytest.param(b"\x28\xb5\x2f\xfd" + b"\xff" * 40, id="Zstandard"),
        pytest.param(b"Rar!\x1a\x07\1" + b"\xff" * 40, id="RAR"),
        pytest.param(b"\x1f\x8b\x08" + b"\xff" * 40, id="gzip that is broken"),
    ],
)
@pytest.mark.parametrize("name", ["data.7z", "model.bin", "no-suffix"])
def test_what_is_packed_could_hide_a_use_whatever_its_name(name: str, content: bytes, tmp_path: Path) -> None:
    ended = check(written(tmp_path, {name: content}))

    assert ended.code == 3
    assert ended.gaps[name][1]


def test_packed_test_data_is_told_and_does_not_make_the_answer_incomplete(tmp_path: Path) -> None:
    packed = b"7z\xbc\xaf\x27\x1c" + b"\xff" * 40

    ended = check(written(tmp_path, {"tests/fixtures/old.7z": packed, "tests/fixtures/package.json": b'{"de'}))

    assert ended.code == 0
    assert {path: limits for path, (_, limits) in ended.gaps.items()} == {
        "tests/fixtures/old.7z": False,
        "tests/fixtures/package.json": False,
    }


def test_pictures_fonts_and_media_are_read_as_bytes_and_leave_nothing_open(tmp_path: Path) -> None:
    media: dict[str | bytes, bytes] = {
        "a.png": b"\x89PNG\r\n\x1a\n\0\0",
        "b.jpg": b"\xff\xd8\xff\xe0\0\x10",
        "c.woff2": b"wOF2\0\1\0\0",
        "d.mp4": b"\0\0\0\x18ftyp",
    }

    ended = check(written(tmp_path, media))

    assert ended.code == 0
    assert ended.answer["scans"][0]["coverage"]["by_status"] == {"read-binary": 4}


def test_a_bomb_in_an_archive_is_not_set_off(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros.txt", b"\0" * 100_000_000)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(gzip.compress(b"\0" * 100_000_000)))

    code, peak = _peak(tmp_path)

    assert code == 3
    assert peak < 300_000


def test_a_large_file_without_lines_needs_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "sparse.bin").open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    code, peak = _peak(tmp_path)

    assert code == 0
    assert peak < 300_000


@pytest.mark.full
def test_a_file_of_three_gigabytes_is_read_to_its_end_in_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "sparse.env").open("wb") as file:
        file.truncate(3 * 1024**3)
        file.seek(0, os.SEEK_END)
        file.write(b'\nURL = "https://api.deepseek.com"\n')

    ended = check(tmp_path)
    _, peak = _peak(tmp_path)

    assert {found["line"] for found in ended.answer["findings"] if found["kind"] == "host"} == {2}
    assert peak < 300_000


@pytest.mark.full
@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_a_use_at_the_end_of_one_line_of_200_megabytes_is_found_once(quote: str, tmp_path: Path) -> None:
    unit = b"var a=\"x\",b=function(e,t){return e+t},c='//cdn.example.com',d=`y`;"
    with (tmp_path / "app.min.js").open("wb") as file:
        file.writelines(unit * 16_000 for _ in range(200))
        file.write(f"fetch({quote}https://api.deepseek.com/v1{quote})".encode())

    ended = check(tmp_path)
    _, peak = _peak(tmp_path)

    hosts = [found for found in ended.answer["findings"] if found["kind"] == "host"]
    assert [(found["line"], found["stands"]) for found in hosts] == [(1, True)]
    assert peak < 300_000


@pytest.mark.full
def test_a_lock_file_of_60_megabytes_is_searched_and_told_as_not_understood(tmp_path: Path) -> None:
    entry = '"node_modules/p%d": {"version": "1.0.0", "integrity": "sha512-' + "A" * 86 + '"},\n'
    with (tmp_path / "package-lock.json").open("w", encoding="utf-8") as file:
        file.write('{"name": "x", "lockfileVersion": 3, "packages": {\n')
        file.writelines(entry % number for number in range(450_000))
        file.write('"node_modules/deepseek": {"version": "1.0.0"}}}\n')

    ended = check(tmp_path)
    _, peak = _peak(tmp_path)

    assert ended.code == 3
    assert ended.gaps == {"package-lock.json": ("not-understood", True)}
    assert peak < 300_000


def _peak(folder: Path) -> tuple[int, int]:
    """Return how a check of `folder` ended and the largest memory that a process of it held, in kilobytes."""
    script = (
        "import resource, subprocess, sys;"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    python = MUNIMENT.removesuffix("muniment") + "python"
    run = subprocess.run([python, "-c", script, MUNIMENT, "check", str(folder)], capture_output=True, check=True)
    code, peak = run.stdout.split()
    return int(code), int(peak)
