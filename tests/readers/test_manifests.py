"""Each sample under `tests/samples` is read to exactly what the `expected.txt` beside it lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.domain.evidence import Context, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests import unread_locks
from muniment.readers.observe import EXCERPT
from muniment.readers.registry import MANIFESTS, reader_for

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED = "expected.txt"


def sample_files() -> list[Path]:
    """Return every sample that a manifest reader wants, as a path below the samples."""
    files = (path.relative_to(SAMPLES) for path in SAMPLES.rglob("*") if path.is_file() and path.name != EXPECTED)
    of_manifests = (path for path in files if not (SAMPLES / path.parts[0] / "structured.txt").is_file())
    return sorted(path for path in of_manifests if reader_for(path.as_posix()))


def seen(sample: Path) -> list[Observation | NotUnderstood]:
    """Return what the reader of a sample yields, in its order."""
    reader = reader_for(sample.as_posix())
    assert reader is not None
    return list(reader.read(sample.as_posix(), (SAMPLES / sample).read_text(encoding="utf-8")))


def written(what: Observation | NotUnderstood) -> str:
    """Return one line of an `expected.txt`."""
    if isinstance(what, Observation):
        return f"{what.line} {what.identifier.value}"
    return f"{what.line} {'~' if what.harmless else '?'} {what.why}"


def listed(sample: Path) -> list[str]:
    """Return what is expected of a sample: the lines below `# <its name>`."""
    text = (SAMPLES / sample.parent / EXPECTED).read_text(encoding="utf-8")
    below = text.partition(f"# {sample.name}\n")[2]
    return below.partition("\n# ")[0].splitlines() if not below.startswith("# ") else []


def test_what_a_mac_keeps_beside_a_manifest_is_none() -> None:
    assert reader_for("source/._requirements.txt") is None


GOOD = [sample for sample in sample_files() if sample.parts[1] == "good"]
OF_WHAT_RAN = "observed-calls"
"""The one manifest that tells what was called, and declares nothing."""


@pytest.mark.parametrize("sample", sample_files(), ids=lambda sample: sample.as_posix())
def test_a_sample_yields_exactly_the_packages_and_gaps_listed_beside_it(sample: Path) -> None:
    expected = listed(sample)

    got = [written(what) for what in seen(sample)]

    assert got == expected


@pytest.mark.parametrize("sample", [s for s in GOOD if s.parts[0] != OF_WHAT_RAN], ids=lambda s: s.as_posix())
def test_an_observation_shows_its_line_and_declares_unless_it_is_a_mere_name(sample: Path) -> None:
    lines = (SAMPLES / sample).read_text(encoding="utf-8").split("\n")

    observations = [what for what in seen(sample) if isinstance(what, Observation)]

    assert observations
    assert {o.context for o in observations} == {Context.FIELD}
    assert all(o.identifier.kind is IdentifierKind.NAME for o in observations if o.rung is Rung.MENTIONED)
    assert {o.rung for o in observations} <= {Rung.DECLARED, Rung.MENTIONED}
    assert all(o.excerpt == lines[o.line - 1].strip()[:EXCERPT] for o in observations)


@pytest.mark.parametrize("sample", [s for s in sample_files() if s.parts[1] == "bad"], ids=lambda s: s.as_posix())
def test_a_broken_file_says_where_it_was_not_understood(sample: Path) -> None:
    gaps = [what for what in seen(sample) if isinstance(what, NotUnderstood)]

    assert gaps
    assert all(gap.line >= 1 and gap.why for gap in gaps)


def test_every_reader_has_a_good_and_a_bad_sample_and_a_lock_that_nothing_reads_is_never_good() -> None:
    kinds = {
        kind: {id(reader_for(s.as_posix())) for s in sample_files() if s.parts[1] == kind} for kind in ("good", "bad")
    }

    every = {id(reader) for reader in MANIFESTS}
    assert kinds == {"good": every - {id(unread_locks)}, "bad": every}


def test_no_two_readers_want_the_same_path() -> None:
    wanted = {sample: [reader for reader in MANIFESTS if reader.wants(sample.as_posix())] for sample in sample_files()}

    assert {sample: len(readers) for sample, readers in wanted.items()} == dict.fromkeys(wanted, 1)


@pytest.mark.parametrize("path", ["README.md", "src/setup_py.py", "package.json.md", "docs/requirements.md", "go.modx"])
def test_a_path_that_only_resembles_a_manifest_has_no_reader(path: str) -> None:
    assert reader_for(path) is None


@pytest.mark.parametrize("folder", ["node_modules/northwind", "vendor/github.com/northwind", "a b/ü"])
def test_a_manifest_is_read_in_whatever_folder_it_lies(folder: str) -> None:
    assert reader_for(f"{folder}/package.json") is reader_for("package.json")


WORDS = "Ask the platform team before a change\n" * 8


@pytest.mark.parametrize(
    "entry", ["-r ../../private/more.txt", "-e ../../forks/client", "$X==1", "northwind==1.0", "-c c.txt"]
)
def test_a_file_with_one_entry_of_a_list_is_no_text_and_what_it_does_not_tell_limits_the_scan(entry: str) -> None:
    reader = reader_for("reqs.txt")
    assert reader is not None

    (alone,) = [what for what in reader.read("reqs.txt", WORDS) if isinstance(what, NotUnderstood)]
    beside = [what for what in reader.read("reqs.txt", f"{WORDS}{entry}\n") if isinstance(what, NotUnderstood)]

    assert alone.harmless
    assert beside
    assert not any(what.harmless for what in beside)


@pytest.mark.parametrize(
    "path", ["requirements.txt", "dev-requirements.txt", "base.requirements.in", "requirements/dev.txt"]
)
def test_words_in_a_file_that_nothing_but_a_list_is_named_like_limit_the_scan(path: str) -> None:
    reader = reader_for(path)
    assert reader is not None

    (told,) = reader.read(path, WORDS)

    assert isinstance(told, NotUnderstood)
    assert not told.harmless
