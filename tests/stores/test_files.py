from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from muniment.domain.evidence import FileRecord, FileStatus
from muniment.stores.tree.crew import Crew
from muniment.stores.tree.files import WHOLE, Entry, FileReader, Piece
from muniment.stores.tree.walking import walk


def records(root: Path) -> dict[str, FileRecord]:
    found: dict[str, FileRecord] = {}
    for entry in walk(str(root)):
        if isinstance(entry, FileRecord):
            found[entry.path] = entry
            continue
        for name in entry.names:
            file = Entry(entry.path(name), f"{entry.folder}/{name}")
            found[file.path] = FileReader().read(file, lambda *_: None)
    return found


def pieces_of(path: Path) -> list[Piece]:
    pieces: list[Piece] = []
    FileReader().read(Entry(path.name, str(path)), lambda piece: pieces.append(replace(piece, data=bytes(piece.data))))
    return pieces


def looked_at(path: Path) -> tuple[FileRecord, list[tuple[bytes, int]]]:
    pieces: list[tuple[bytes, int]] = []
    reader = FileReader()
    record = reader.read(
        Entry(path.name, str(path)), lambda piece: pieces.append((bytes(piece.data), piece.first_line))
    )
    return record, pieces


def test_every_entry_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "empty").write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("hidden")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "out").symlink_to("/usr")
    (tmp_path / "lib.zip").write_bytes(b"PK\3\4\0\0")

    found = records(tmp_path)

    assert {path: record.status for path, record in found.items()} == {
        "a.py": FileStatus.READ,
        "empty": FileStatus.READ,
        ".git": FileStatus.VCS,
        "pipe": FileStatus.SPECIAL,
        "loop": FileStatus.SYMLINK,
        "gone": FileStatus.SYMLINK,
        "out": FileStatus.SYMLINK,
        "lib.zip": FileStatus.ARCHIVE,
    }
    assert found["out"].detail == "leads out of the folder"


def test_a_file_is_read_whole_and_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"northwind\n")

    record, pieces = looked_at(tmp_path / "a.txt")

    assert record.digest == "sha256:" + hashlib.sha256(b"northwind\n").hexdigest()
    assert pieces == [(b"northwind\n", 1)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_arrive_as_utf8_with_or_without_a_mark(tmp_path: Path, encoding: str) -> None:
    text = "import northwind  # a wide file\n"
    (tmp_path / "a.py").write_bytes(text.encode(encoding))

    record, pieces = looked_at(tmp_path / "a.py")

    assert record.status is FileStatus.READ_TRANSCODED
    assert b"".join(data for data, _ in pieces).decode().removeprefix("\ufeff") == text


def test_a_huge_file_is_read_in_pieces_that_overlap_and_count_lines(tmp_path: Path) -> None:
    line = b"x" * 99 + b"\n"
    count = WHOLE // len(line) + 10
    (tmp_path / "big").write_bytes(line * count + b"northwind\n")

    record, pieces = looked_at(tmp_path / "big")

    assert (record.status, record.size) == (FileStatus.READ, len(line) * count + 10)
    data, first = pieces[-1]
    assert data.startswith(b"x")
    assert data.endswith(b"northwind\n")
    assert first + data.count(b"\n") - 1 == count + 1


def test_a_file_that_cannot_be_read_is_unreadable_even_for_the_superuser() -> None:
    record, pieces = looked_at(Path("/proc/self/mem"))

    assert (record.status, record.detail.split(":")[0], pieces) == (FileStatus.UNREADABLE, "EIO", [])


def test_a_pointer_of_git_lfs_is_not_the_content_it_stands_for(tmp_path: Path) -> None:
    (tmp_path / "model.jar").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n")

    record, _ = looked_at(tmp_path / "model.jar")

    assert (record.status, record.status.was_read) == (FileStatus.LFS_POINTER, False)


def test_a_file_that_vanished_is_unreadable(tmp_path: Path) -> None:
    record, pieces = looked_at(tmp_path / "gone")

    assert (record.status, record.detail.split(":")[0], pieces) == (FileStatus.UNREADABLE, "ENOENT", [])


def test_a_file_that_grows_while_it_is_read_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("first\n")

    def append(*_: object) -> None:
        path.write_text("first\nsecond\n")

    record = FileReader().read(Entry("log", str(path)), append)

    assert record.status is FileStatus.CHANGED


def test_a_path_that_is_no_utf8_is_spelled_out(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py"))).write_text("x")

    assert list(records(tmp_path)) == ["caf\\xe9.py"]


def test_the_work_of_a_worker_that_died_is_done_by_the_parent() -> None:
    parent = os.getpid()

    def work(task: int) -> int:
        if task == 3 and os.getpid() != parent:
            os._exit(1)
        return task * 2

    results = sorted(Crew(work, 2).run(iter(range(10))))

    assert results == [n * 2 for n in range(10)]


def test_tasks_and_results_larger_than_any_pipe_do_not_block_each_other() -> None:
    tasks = [bytes([number]) * 4_000_000 for number in range(12)]

    crew: Crew[bytes, bytes] = Crew(lambda task: task * 2, 2)

    results = sorted(crew.run(iter(tasks)))

    assert results == [task * 2 for task in tasks]


def test_no_worker_is_left_when_the_results_are_not_taken_to_the_end() -> None:
    crew: Crew[int, int] = Crew(lambda task: task, 2)

    with closing(crew.run(iter(range(1000)))) as results:
        next(results)

    assert [worker.exitcode is None for worker in crew._workers] == [False, False]


@pytest.mark.parametrize("begin", [b"%PDF-1.7\n", b"\x08\x01", b"\x80\x04"])
def test_bytes_that_are_no_text_arrive_as_they_are(tmp_path: Path, begin: bytes) -> None:
    (tmp_path / "a").write_bytes(begin + b"one\rtwo")

    (piece,) = pieces_of(tmp_path / "a")

    assert (bytes(piece.data), piece.begins, piece.whole) == (begin + b"one\rtwo", True, True)


def test_only_the_first_piece_of_a_huge_file_begins_it_though_no_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0" * (WHOLE + 1))

    pieces = pieces_of(tmp_path / "a")

    assert [piece.begins for piece in pieces] == [True] + [False] * (len(pieces) - 1)


def test_of_a_large_ledger_only_the_beginning_is_looked_at_and_all_is_in_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as rows:
        rows.execute("create table ledger_entry(seq integer primary key, hashes blob not null, leaf blob not null)")
        rows.execute("insert into ledger_entry values(0, '', zeroblob(?))", [WHOLE])

    record, pieces = looked_at(path)

    assert len(pieces) == 1
    assert record.size == path.stat().st_size > WHOLE
    assert record.digest == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
