"""What is fuzzed: everything that reads bytes which somebody else wrote, by the name of the part that reads them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final

from muniment.app.scan.examine import Examiner
from muniment.app.scan.reading import Structured
from muniment.discover.text.composed import composed
from muniment.discover.text.lexis import _PROFILES, Form, profile_of
from muniment.discover.text.notebook import notebook
from muniment.discover.text.outline import Outline
from muniment.discover.text.regions import Regions
from muniment.discover.text.statements import beside
from muniment.domain.call import Dialect, ModelCall, OfferedTool, Ruling
from muniment.domain.gateway import Ruled
from muniment.enforce.allowance import Allowance
from muniment.enforce.guards import guard_for
from muniment.enforce.requests import read_call
from muniment.errors import MunimentError
from muniment.readers.estate.read import read_estate
from muniment.readers.registry import MANIFESTS, PLAIN, reader_for
from muniment.readers.scan_result import read_scan_result
from muniment.readers.structured import BY_ENDING, bytes_reader_for, content_readers_for
from muniment.readers.suppressions import read_suppressions
from muniment.rulebook import yaml_text
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load
from muniment.stores import encodings
from muniment.stores.archives import members
from muniment.stores.archives.jvm_names import dex_classes
from muniment.stores.archives.unpacking import Limits
from muniment.stores.git import repository as git_repository
from muniment.stores.git import submodules
from muniment.stores.literals import HyperscanLiterals
from rulebook.samples import GOOD, with_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from muniment.app.scan.reading import BytesReader, ContentReader
    from muniment.domain.rulebook import Rulebook
    from muniment.readers.registry import Reader

ROOT: Final = Path(__file__).parents[2]
SAMPLES: Final = ROOT / "tests" / "samples"
SEEDS: Final = Path(__file__).parent / "seeds"
MIB: Final = 1024 * 1024
_SMALL: Final = Limits(total=4 * MIB, member=MIB, ratio=50, ratio_from=64 * 1024, count=200)
_EVERY: Final = 60
"""Places of a text that are asked about lie so far apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One part that reads foreign bytes.

    `paths` are names of files that it reads, each of another kind; `read` is given one of them and what the file holds,
    and may raise nothing but `refuses`. `seeds` are files to begin with.
    """

    paths: tuple[str, ...]
    read: Callable[[str, bytes], object]
    refuses: tuple[type[Exception], ...] = ()
    seeds: tuple[Path, ...] = field(default=(), repr=False)


def text_of(data: bytes) -> str:
    """Return `data` as the readers of text get it."""
    return data.decode("utf-8", "replace")


@cache
def book() -> Rulebook:
    """Return the rulebook that comes with the program."""
    return load(read_rules(ROOT / "rulebook"))


@cache
def examiner() -> Examiner:
    """Return the examiner as the program makes it, warm: a reader's time is not that of compiling the signatures."""
    structured = Structured(of_bytes=bytes_reader_for, of_content=content_readers_for, plain=PLAIN)
    known = book()
    made = Examiner(known.signatures, known.list_words, HyperscanLiterals, reader_for, known.tooling, structured)
    for name in ("a.py", "pom.xml", "a.yaml", "a.json"):
        made.examine(name, b"")
        made.structure(name, b"")
    return made


def _samples() -> Iterator[Path]:
    return (path for path in sorted(SAMPLES.rglob("*")) if path.is_file())


def _shown(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


def _by_name(paths: list[Path]) -> tuple[str, ...]:
    """Return one path for each different name, with the folders that a reader may look at."""
    return tuple({path.name: _shown(path) for path in paths}.values())


def _manifest(reader: Reader, paths: list[Path]) -> Target:
    return Target(
        paths=_by_name(paths),
        read=lambda path, data: list(reader.read(path, text_of(data))),
        seeds=tuple(paths),
    )


def _of_bytes(reader: BytesReader, paths: list[Path]) -> Target:
    def read(path: str, data: bytes) -> object:
        return [list(reader.read_bytes(path, data, whole=whole)) for whole in (True, False)]

    return Target(paths=_by_name(paths), read=read, seeds=tuple(paths))


def _of_content(reader: ContentReader, paths: list[Path]) -> Target:
    return Target(
        paths=_by_name(paths),
        read=lambda path, data: list(reader.read(path, text_of(data))),
        seeds=tuple(paths),
    )


def _named(reader: object) -> str:
    return getattr(reader, "__name__", "").rpartition(".")[2]


def _readers() -> Iterator[tuple[str, Target]]:
    manifests: dict[str, tuple[Reader, list[Path]]] = {_named(each): (each, []) for each in MANIFESTS}
    of_bytes: dict[str, tuple[BytesReader, list[Path]]] = {_named(each): (each, []) for each in BY_ENDING.values()}
    of_content: dict[str, tuple[ContentReader, list[Path]]] = {}
    for path in _samples():
        if manifest := reader_for(_shown(path)):
            manifests[_named(manifest)][1].append(path)
        if reader := bytes_reader_for(_shown(path), path.read_bytes()[:64]):
            of_bytes.setdefault(_named(reader), (reader, []))[1].append(path)
        for each in content_readers_for(_shown(path)):
            of_content.setdefault(_named(each), (each, []))[1].append(path)
    yield from ((name, _manifest(*found)) for name, found in manifests.items())
    yield from ((name, _of_bytes(*found)) for name, found in of_bytes.items())
    yield from ((name, _of_content(*found)) for name, found in of_content.items())


def _estate(path: str, data: bytes) -> object:
    known = book()
    instruments = {*known.restrictions, *known.agreements}
    return read_estate(
        text_of(data), where=path, folder="/srv", facts=known.facts, instruments=instruments, vendors=known.vendors
    )


def _suppressions(path: str, data: bytes) -> object:
    known = book()
    owners = {signature.id: signature.vendor for signature in known.signatures}
    return read_suppressions(text_of(data), where=path, signatures=owners, vendors=known.vendors)


def _places(text: str) -> list[int]:
    return list(range(0, len(text), _EVERY))


def _lexis(path: str, data: bytes) -> object:
    """Ask what stands at many places of a text, as each of its hits would."""
    text = data.decode("latin-1")
    profile = profile_of(path, text[:200])
    regions = Regions(profile, text, len(text))
    outline = Outline(profile.layout, text)
    places = _places(text)
    near = [list(beside(profile.layout, text, place)) for place in places[:5]]
    return [regions.at(place) for place in places], [outline.at(place) for place in places], near


def _composed(path: str, data: bytes) -> object:
    text = data.decode("latin-1")
    return composed(profile_of(path, text[:200]), text, _places(text))


def _notebook(_: str, data: bytes) -> object:
    text = data.decode("latin-1")
    found = notebook(text)
    return found and [found.offset(place, text) for place in _places(text)]


def _archive(path: str, data: bytes) -> object:
    return list(members(data, path, _SMALL))


def _encoding(path: str, data: bytes) -> object:
    del path
    named = encodings.wide_encoding(data[:64])
    wide = encodings.to_utf8(named)(data, True) if named else b""  # noqa: FBT003 (a callable of the library's form)
    return wide, encodings.with_narrow_text(data), encodings.with_line_feeds(data), encodings.is_no_text(data)


def _git(path: str, data: bytes) -> object:
    """Look at a folder in which one of git's own files holds `data`."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        (root / ".git" / "objects").mkdir(parents=True)
        (root / ".git" / "refs").mkdir()
        (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        (root / path).write_bytes(data)
        absent = [each.record.path for each in submodules.absent_submodules(root)]
        return git_repository.is_bare(root / ".git"), git_repository.git_folder(root) is not None, absent


def _examined(path: str, data: bytes) -> object:
    return examiner().examine(path, data), examiner().structure(path, data)


def _rules(path: str, data: bytes) -> object:
    return load(with_files({path: data}))


def _endings(forms: set[Form] | None = None) -> tuple[str, ...]:
    """Return one name for each family of languages, or for every ending that any has."""
    families = [endings.split() for endings, profile in _PROFILES if forms is None or profile.form in forms]
    return tuple(f"src/main.{endings[0]}" for endings in families)


def _model_request(path: str, data: bytes) -> object:
    """Read `data` as a request in the dialect that `path` begins with."""
    return read_call(Dialect(path.partition(".")[0]), data, listed=lambda _: Allowance())


def _model_answer(path: str, data: bytes) -> object:
    """Guard `data` as an answer in the dialect and the form that `path` names; every other use is released."""
    name, _, form = path.partition(".")
    tools = tuple(OfferedTool(name=tool, hosted=False, schema="") for tool in ("set_valve", "read_log"))
    call = ModelCall(dialect=Dialect(name), model="m", stream=form == "sse", tools=tools, body={})
    guard = guard_for(call, "text/event-stream" if form == "sse" else "application/json", 200)
    out, turns = [], cycle((Ruled(ruling=Ruling.RELEASE), Ruled(ruling=Ruling.WITHHOLD)))
    for step in (partial(guard.feed, data[: len(data) // 2]), partial(guard.feed, data[len(data) // 2 :]), guard.end):
        passed = step()
        while True:
            out.append(passed)
            if not passed.asks:
                break
            passed = guard.answer({use.call_id: next(turns) for use in passed.asks})
    return out, guard.usage


_CODE: Final = {Form.CODE, Form.SHELL}
_ELSEWHERE: Final = (
    *("Dockerfile", ".github/workflows/ci.yml", ".gitlab-ci.yml", "docker-compose.yml", "package.json", "README.md"),
    *("pyproject.toml", "build.gradle", "pom.xml", "go.mod", "CLAUDE.md", ".mcp.json", "values.yaml", ".env", "noname"),
    *(
        "bom.json",
        "suppliers.csv",
        "nginx/conf.d/site",
        "requirements.txt",
        "config.json",
        "a.html",
        "model_index.json",
    ),
)


def _others() -> Iterator[tuple[str, Target]]:
    refuses = (MunimentError,)
    sample = partial(_below, SAMPLES)
    bad = (*sample("estate"), *sample("suppressions"))
    rules = tuple(path.relative_to(GOOD).as_posix() for path in _below(GOOD) if path.suffix == ".yaml")
    yield "estate", Target(paths=("estate.toml",), read=_estate, refuses=refuses, seeds=bad)
    yield "suppressions", Target(paths=("suppressions.toml",), read=_suppressions, refuses=refuses, seeds=bad)
    yield (
        "scan_result",
        Target(
            paths=("scan.json",),
            read=lambda path, data: read_scan_result(text_of(data), path),
            refuses=refuses,
            seeds=tuple((ROOT / "tests" / "render" / "expected").glob("*.json")),
        ),
    )
    read_yaml: Callable[[str, bytes], object] = lambda path, data: yaml_text.read(data, path)  # noqa: E731 (its type)
    yaml_seeds = sample("rulebook")
    yield "rulebook_yaml", Target(paths=("a.yaml",), read=read_yaml, refuses=refuses, seeds=yaml_seeds)
    yield "rulebook", Target(paths=rules, read=_rules, refuses=refuses, seeds=yaml_seeds)
    yield "notebook", Target(paths=("a.ipynb",), read=_notebook, seeds=tuple((ROOT / "tests").rglob("*.ipynb")))
    packed = tuple(path for path in _below(SAMPLES) if path.suffix in {".docx", ".xlsx", ".rpm", ".odt", ".pt"})
    names = ("a.zip", "a.tar", "a.tar.gz", "a.deb", "a.rpm", "a.whl")
    yield "archives", Target(paths=names, read=_archive, seeds=packed)
    yield "dex", Target(paths=("classes.dex",), read=lambda _, data: list(dex_classes(data)))
    yield "encodings", Target(paths=("a.txt",), read=_encoding)
    yield "git_files", Target(paths=(".git/HEAD", ".git/config", ".git/index", ".gitmodules"), read=_git)
    spoken = tuple(dialect.value for dialect in Dialect)
    yield (
        "model_request",
        Target(
            paths=tuple(f"{name}.json" for name in spoken),
            read=_model_request,
            refuses=refuses,
            seeds=sample("gateway", "requests"),
        ),
    )
    answers = sample("gateway", "answers")
    yield "model_answer", Target(paths=tuple(path.name for path in answers), read=_model_answer, seeds=answers)
    code = tuple(path for path in _below(SAMPLES) if path.stat().st_size < 20_000)[::7]
    yield "lexis", Target(paths=_endings(), read=_lexis, seeds=code)
    yield "composed", Target(paths=_endings(_CODE), read=_composed, seeds=code)
    yield "examiner", Target(paths=(*_endings(), *_ELSEWHERE), read=_examined, seeds=code)


def _below(*parts: str | Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(Path(*parts).rglob("*")) if path.is_file())


@cache
def targets() -> dict[str, Target]:
    """Return every target by its name."""
    return dict([*_readers(), *_others()])
