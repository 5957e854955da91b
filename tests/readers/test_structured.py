"""Each sample of a format with structure is read to exactly what the `expected.txt` beside its folders lists."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measured import takes
from muniment.domain.evidence import Context, NotUnderstood, Observation
from muniment.readers.observe import EXCERPT
from muniment.readers.structured import BY_ENDING, bytes_reader_for, content_readers_for

SAMPLES = Path(__file__).parents[1] / "samples"
FORMATS = tuple(path.name for path in SAMPLES.iterdir() if (path / "structured.txt").is_file())
KNOWN_BY_PATH_ALONE = {"known_by_path"}
QUICK = 0.5
"""Seconds in which any damaged sample must be done with."""


def sample_files() -> list[str]:
    """Return every sample of a format that has a list of what is expected, as a path below the samples."""
    found = (path.relative_to(SAMPLES).as_posix() for name in FORMATS for path in (SAMPLES / name).rglob("*/*"))
    return sorted(path for path in found if (SAMPLES / path).is_file())


def seen(path: str, data: bytes, *, whole: bool = True) -> list[Observation | NotUnderstood]:
    """Return what every reader of structure sees in a file."""
    found: list[Observation | NotUnderstood] = []
    if reader := bytes_reader_for(path, data[:64]):
        found += reader.read_bytes(path, data, whole=whole)
    for each in content_readers_for(path):
        if any(mark in data for mark in each.MARKS):
            found += each.read(path, data.decode("utf-8", "replace"))
    return found


def named(reader: object) -> str:
    """Return the name of a reader, which is a module."""
    return getattr(reader, "__name__", "").rpartition(".")[2]


def readers(path: str) -> set[str]:
    """Return the names of the readers of a path."""
    head = (SAMPLES / path).read_bytes()[:64]
    found = [bytes_reader_for(path, head), *content_readers_for(path)]
    return {named(reader) for reader in found if reader}


def written(what: Observation | NotUnderstood) -> str:
    """Return one line of a list of what is expected."""
    if isinstance(what, Observation):
        return f"{what.line} {what.identifier.kind.value} {what.identifier.value} {what.rung.name.lower()}"
    return f"{what.line} {'~' if what.harmless else '?'} {what.why}"


def listed(path: str) -> list[str]:
    """Return what is expected of a sample: the lines below `# <its path>`."""
    name, _, inside = path.partition("/")
    below = (SAMPLES / name / "structured.txt").read_text(encoding="utf-8").partition(f"# {inside}\n")[2]
    return [] if below.startswith("# ") else below.partition("\n# ")[0].splitlines()


@pytest.mark.parametrize("path", sample_files())
def test_a_sample_yields_exactly_the_identifiers_and_gaps_listed_beside_it(path: str) -> None:
    expected = listed(path)

    got = [written(what) for what in seen(path, (SAMPLES / path).read_bytes())]

    assert got == expected


@pytest.mark.parametrize("path", sample_files())
def test_a_good_sample_is_understood_a_bad_one_is_not_and_one_of_another_kind_is_passed_by(path: str) -> None:
    kind = path.split("/")[1]

    found = seen(path, (SAMPLES / path).read_bytes())

    gaps = [what for what in found if isinstance(what, NotUnderstood)]
    assert bool(gaps) == (kind == "bad")
    assert bool(found) == (kind != "none")


@pytest.mark.parametrize("path", sample_files())
def test_an_observation_shows_a_field_and_little_of_it(path: str) -> None:
    found = [what for what in seen(path, (SAMPLES / path).read_bytes()) if isinstance(what, Observation)]

    assert {what.context for what in found} <= {Context.FIELD}
    assert all(len(what.excerpt) <= EXCERPT and "\n" not in what.excerpt for what in found)


def test_every_reader_has_a_good_and_a_bad_sample() -> None:
    kinds = {
        kind: {reader for path in sample_files() if path.split("/")[1] == kind for reader in readers(path)}
        for kind in ("good", "bad")
    }

    every = {named(reader) for reader in BY_ENDING.values()}
    assert every - kinds["good"] == set()
    assert every - kinds["bad"] == KNOWN_BY_PATH_ALONE


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(sample_files()), data=st.binary(max_size=400), whole=st.booleans())
def test_no_bytes_at_all_make_a_reader_raise(path: str, data: bytes, whole: bool) -> None:  # noqa: FBT001
    found = seen(path, data, whole=whole)

    assert {type(what) for what in found} <= {Observation, NotUnderstood}


@settings(max_examples=250, deadline=None)
@given(data=st.data(), path=st.sampled_from(sample_files()))
def test_no_damage_to_a_sample_makes_its_reader_raise(data: st.DataObject, path: str) -> None:
    whole = (SAMPLES / path).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=12)) + whole[end:]

    found = seen(path, damaged)

    assert {type(what) for what in found} <= {Observation, NotUnderstood}


@pytest.mark.parametrize("path", sample_files())
def test_damage_anywhere_in_a_file_is_met_in_little_time(path: str) -> None:
    whole = (SAMPLES / path).read_bytes()

    def look() -> None:
        chance = random.Random(path)  # noqa: S311 (chooses places, no secret)
        for _ in range(8):
            at = chance.randrange(len(whole))
            seen(path, whole[:at] + bytes([chance.randrange(256)]) * 8 + whole[at + 1 :])

    assert takes(look, 8 * QUICK) < 8 * QUICK
