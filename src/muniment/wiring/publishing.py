"""The rulebook as a website in a folder."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from muniment.errors import InputError, Problem, RulebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from muniment.domain.case import Case
    from muniment.domain.ids import InstrumentId
    from muniment.domain.rulebook import Rulebook

    SiteFiles: TypeAlias = Callable[
        [Rulebook, Mapping[InstrumentId, tuple[Case, ...]], date], Iterator[tuple[str, str]]
    ]

_MARK = "api/v1/instruments.json"


def publish(folder: Path | None, as_of: date, to: Path) -> int:
    """Write the website of the rulebook in `folder` to the folder `to`, and return the number of its files.

    What an earlier website of ours left in `to` is replaced, and pages that are no longer part of it are removed. What
    somebody put beside its folders stays: a `.git`, a `CNAME`.
    Raises: InputError where `to` holds anything else, or cannot be written; RulebookError with every problem that
    `rules lint` finds, as nothing is published that does not keep its own cases.
    """
    from muniment import wiring
    from muniment.rulebook.files import read_cases
    from muniment.rulebook.parse_cases import cases_of
    from muniment.rulebook.schema import schemas
    from muniment.wiring.rulebooks import in_use

    site_files = _renderer()
    source = in_use(folder).folder
    if problems := wiring.lint(source):
        raise RulebookError(*problems)
    _refuse_other(to)
    book = wiring.rulebook(folder)
    files = dict(site_files(book, cases_of(read_cases(source), book), as_of))
    files |= {f"schema/{name}": text for name, text in schemas()}
    _refuse_links(to, files)
    try:
        _replace(to, files)
    except OSError as error:
        what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(error.filename or to), what=what)) from error
    return len(files)


def _renderer() -> SiteFiles:
    try:
        from muniment.render.site.pages import site_files
    except ModuleNotFoundError as error:
        hint = "install `muniment[site]`"
        raise InputError(Problem(where="rules publish", what=f"needs `{error.name}`", help=hint)) from error
    return site_files


def _refuse_other(to: Path) -> None:
    """Refuse a folder in which something else lies, as it would be removed."""
    if to.exists() and not (to / _MARK).is_file() and any(to.iterdir()):
        hint = "name a new folder, or one that an earlier `rules publish` wrote"
        raise InputError(Problem(where=str(to), what="holds something else than such a website", help=hint))


def _refuse_links(to: Path, files: Mapping[str, str]) -> None:
    """Refuse symbolic links below `to` where something would be written: they may lead out of it."""
    below = {to / part for path in files for part in (path, *map(str, PurePosixPath(path).parents)) if part != "."}
    if links := sorted(path for path in below if path.is_symlink()):
        what, help_ = "is a symbolic link, and nothing is written through one", "remove it, or name another folder"
        raise InputError(*(Problem(where=str(path), what=what, help=help_) for path in links))


def _replace(to: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = to / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    for name in {path.partition("/")[0] for path in files if "/" in path}:
        for left in [each for each in (to / name).rglob("*") if each.is_file()]:
            if left.relative_to(to).as_posix() not in files:
                left.unlink()
