from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.test_versions import EXAMINER, look
from discover.signatures import signature
from muniment.app.scan.known_lines import KnownLines, Version
from muniment.app.scan.versions import Versions
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.house import pins
from muniment.stores.literals import HyperscanLiterals

FINDER = HyperscanLiterals(["north", "northwind", "wind", "gale"])
LINES = ("north", "a northwind", "Wind gale", "windwind", "", "x = 1", "windnorth\r")
PACKAGE = signature(Kind.PURL, "pkg:npm/xai", name="xai")
CHECKSUM = '"integrity": "sha512-B049fvbv41vf0Fs5bCtbzHpruBDp61sPiFDx/xai/SAturpj2rqzV1rj2clg4mb44Uxp9rgpcODexNFlFA=="'


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=8), min_size=1, max_size=4), st.integers(1, 12))
def test_lines_that_are_known_hold_what_a_search_of_the_whole_finds(versions: list[list[str]], most: int) -> None:
    known = KnownLines(FINDER)
    version = Version(b"")

    for lines in versions:
        data = "\n".join(lines).encode()

        version = Version(data).after(version.data)
        found = known.places(version, most)
        everything = FINDER.find(data, 1000)

        assert sorted(found) == sorted(everything) or (len(found) > most and len(everything) > most)
        assert [end for _, end in found] == sorted(end for _, end in found)


def test_lines_too_long_to_be_remembered_are_searched_all_the_same() -> None:
    known = KnownLines(FINDER)
    line = b"x" * (25 * 1024 * 1024)

    found = known.places(Version(b"gale\n%b northwind\n" % line), 10)

    assert [end for _, end in found] == [4, len(line) + 11, len(line) + 15, len(line) + 15]
    assert found == FINDER.find(b"gale\n%b northwind\n" % line, 10)


@given(st.lists(st.sampled_from(LINES), max_size=8), st.lists(st.sampled_from(LINES), max_size=8))
def test_what_two_versions_have_in_common_is_whole_lines(one: list[str], other: list[str]) -> None:
    earlier, data = "\n".join(one).encode(), "\n".join(other).encode()

    version = Version(data).after(earlier)

    assert data[: version.above] == earlier[: version.above]
    assert data[: version.above][-1:] in {b"", b"\n"}
    assert data[len(data) - version.below :] == earlier[len(earlier) - version.below :]
    assert version.above + version.below <= min(len(data), len(earlier))
    assert not version.below or data[len(data) - version.below - 1 :][:1] == b"\n"


def test_only_of_the_version_that_was_asked_for_last_is_anything_taken_over() -> None:
    known = KnownLines(FINDER)
    known.places(Version(b"gale\nx\n"), 10)

    found = known.places(Version(b"north\nx\ny\n").after(b"north\nx\n"), 10)

    assert found == [(0, 5)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (CHECKSUM, False),
        (f"{CHECKSUM},\n'xai'", True),
        ("'xai'", True),
        ("'sha512-xai'", True),
        ("sha512-B049fvbv41vf0Fs5bCtbzHpruBDp61sPiFDx/xai-more", True),
    ],
)
def test_a_checksum_names_no_package_and_what_stands_beside_it_does(text: str, *, named: bool) -> None:
    versions = Versions(EXAMINER, {PACKAGE.id: PACKAGE}, HyperscanLiterals, look)
    data = text.encode()
    places = versions.package_lines().places(Version(data), 1000)

    assert bool(list(versions.packages(data, places))) is named


SCOPED = signature(Kind.PURL, "pkg:npm/%40northwind/*", "pkg:maven/com.gale/wind-kit", "pkg:pypi/blow-*", name="scoped")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('"@northwind/core": "1"', True),
        ('"@northwind/', True),
        ("group = com.gale\nartifact = wind-kit", True),
        ("<groupId>com.gale</groupId>\n<artifactId>wind-kit</artifactId>", True),
        ("group = com.gale\nartifact = windkit", False),
        ("blow_up==1.0", True),
        ("Blow.-up", True),
        ("ablow-up", False),
        ("mynorthwind/core", False),
    ],
)
def test_a_package_is_named_where_its_parts_stand_on_lines_of_their_own(text: str, *, named: bool) -> None:
    versions = Versions(EXAMINER, {SCOPED.id: SCOPED}, HyperscanLiterals, look)
    data = text.encode()
    places = versions.package_lines().places(Version(data), 1000)

    assert bool(list(versions.packages(data, places))) is named


def test_checksums_that_end_like_a_pin_hide_none() -> None:
    (found,) = pins.read("a.json", f'{{{CHECKSUM}, "needs": ["northwind==1.2"]}}')

    assert "northwind" in str(found)
