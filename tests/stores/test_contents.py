from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from discover.signatures import signature
from muniment.app.scan.examine import Examiner
from muniment.domain.evidence import FileStatus
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.contents import result_of
from muniment.stores.tree.files import Entry, FileReader
from muniment.stores.tree.looking import looks_at
from stores.archives import zipped

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.scan.examine import Examined

HOST = signature(Kind.HOST, "api.northwind.example", name="host")
EXAMINER = Examiner((HOST,), (), HyperscanLiterals, reader_for)
CODE = "URL = 'https://api.northwind.example'\r\n"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(CODE.encode(), FileStatus.READ, id="text"),
        pytest.param(CODE.encode("utf-16"), FileStatus.READ_TRANSCODED, id="a wide encoding"),
        pytest.param(b"\0\1" + CODE.encode(), FileStatus.READ_BINARY, id="bytes with zeros"),
    ],
)
def test_what_is_in_memory_shows_what_the_same_file_shows(tmp_path: Path, content: bytes, status: FileStatus) -> None:
    (tmp_path / "a.py").write_bytes(content)
    found: list[Examined] = []

    result = result_of("a.py", content, EXAMINER)

    entry = Entry("a.py", str(tmp_path / "a.py"))
    record = FileReader().read(entry, lambda piece: found.extend(looks_at(piece, EXAMINER)))
    assert result.record == record
    assert result.record.status is status
    assert result.record.digest == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert (
        {each.vendor for each in result.findings} == {each.vendor for look in found for each in look.findings} != set()
    )


def test_the_members_of_an_archive_in_memory_are_looked_at() -> None:
    result = result_of("a.zip", zipped(("inner/a.py", CODE.encode())), EXAMINER)

    assert result.record.status is FileStatus.ARCHIVE_READ
    assert {each.path for each in result.findings} == {"a.zip!/inner/a.py"}
