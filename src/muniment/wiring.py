"""The one place that reads the clock and the environment, and joins the parts. Everything is imported when first needed."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import EstateError, InputError, Problem, RulebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.decide.engine import Engine
    from muniment.domain.condition import Facts
    from muniment.domain.contract import Estate
    from muniment.domain.decision import Decision
    from muniment.domain.ids import SystemId, VendorId
    from muniment.domain.report import Report, Scan
    from muniment.domain.rulebook import Rulebook

_PACKAGED = Path(__file__).parent / "data" / "rulebook"
_CHECKED_OUT = Path(__file__).parents[2] / "rulebook"


def now() -> datetime:
    """Return the present instant in UTC. `SOURCE_DATE_EPOCH` fixes it, for output that must come out the same twice."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)


def today() -> date:
    """Return the present day in UTC."""
    return now().date()


def rulebook_folder(folder: Path | None = None) -> Path:
    """Return `folder`, or the one that `MUNIMENT_RULEBOOK` names, or the one that came with the program."""
    if folder is not None:
        return folder
    if named := os.environ.get("MUNIMENT_RULEBOOK"):
        return Path(named)
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKED_OUT


def rulebook(folder: Path | None = None) -> Rulebook:
    """Return the rulebook.

    Raises: RulebookError when it is malformed or empty, or was released after today: then the clock is wrong, or the
    rulebook is from the future, and no date that follows could be believed.
    """
    from muniment.rulebook.files import read_rules
    from muniment.rulebook.load import load

    found = rulebook_folder(folder)
    book = load(read_rules(found))
    if today() < book.released:
        raise RulebookError(
            Problem(
                where=str(found),
                what=f"the rulebook was released on {book.released}, and the clock says {today()}",
                help="set the clock, or use the rulebook that was current on that day",
            )
        )
    return book


def engine(book: Rulebook) -> Engine:
    """Return the rulebook, ready to decide."""
    from muniment.decide.engine import Engine

    return Engine(book)


def estate(path: Path, book: Rulebook) -> Estate:
    """Return the estate that the file at `path` describes.

    Raises: EstateError.
    """
    from muniment.readers.estate import read_estate

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror or "cannot be read" if isinstance(error, OSError) else "is not UTF-8"
        help_ = "`muniment init` writes one to start from"
        raise EstateError(Problem(where=str(path), what=reason.lower(), help=help_)) from error
    return read_estate(
        text,
        where=str(path),
        folder=str(path.absolute().parent),
        facts=book.facts,
        instruments={*book.restrictions, *book.agreements},
        vendors=book.vendors,
    )


def check(
    paths: Sequence[Path],
    *,
    estate_file: Path | None,
    as_of: date | None,
    rulebook_at: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Scan `paths`, or every source of the estate where none is given, and decide.

    Raises: InputError, with every problem of paths, estate and rulebook.
    """
    from muniment.app.check import check as decide_all

    book = rulebook(rulebook_at)
    described = estate(estate_file, book) if estate_file else None
    scans = _scans(_sources(paths, described), book, progress)
    return decide_all(scans, described, book, engine(book), as_of or today())


def _sources(paths: Sequence[Path], described: Estate | None) -> list[tuple[SystemId | None, Path]]:
    if paths or described is None:
        owners = (
            {Path(s).resolve(): system.id for system in described.systems for s in system.sources} if described else {}
        )
        return [(_owner(path, owners), path) for path in paths or (Path(),)]
    return [(system.id, Path(source)) for system in described.systems for source in system.sources]


def _owner(path: Path, owners: dict[Path, SystemId]) -> SystemId | None:
    """Return the system whose source is `path` or a folder above it."""
    resolved = path.resolve()
    return next((owners[place] for place in (resolved, *resolved.parents) if place in owners), None)


def _scans(
    sources: list[tuple[SystemId | None, Path]], book: Rulebook, progress: Callable[[int, int], None] | None
) -> list[Scan]:
    from muniment.app.examine import Examiner
    from muniment.app.scan import inventory
    from muniment.domain.report import Scan
    from muniment.readers.registry import reader_for
    from muniment.stores.literals import HyperscanLiterals
    from muniment.stores.tree import results

    problems = [
        Problem(where=str(path), what="does not exist", help="name a folder or a file")
        for _, path in sources
        if not path.exists()
    ]
    if problems:
        raise InputError(*problems)
    signatures = {signature.id: signature for signature in book.signatures}
    examiner = Examiner(book.signatures, book.list_words, HyperscanLiterals, reader_for)
    return [
        Scan(
            system=system,
            inventory=inventory(str(path), results(str(path), examiner, progress), signatures, book.digest),
        )
        for system, path in sources
    ]


def explain(vendor: VendorId, facts: Facts, as_of: date, book: Rulebook) -> Decision:
    """Return the decision on a question asked in facts alone."""
    from muniment.decide.engine import Question

    return engine(book).decide(Question(vendor=vendor, facts=facts, as_of=as_of))


def lint(folder: Path | None = None) -> tuple[Problem, ...]:
    """Return every problem of the rulebook in `folder`, its cases included."""
    from muniment.decide.engine import Engine, Question
    from muniment.rulebook.files import read_rules
    from muniment.rulebook.lint import lint as examine
    from muniment.rulebook.load import load

    found = rulebook_folder(folder)
    judge = Engine(load(read_rules(found)))
    return examine(found, lambda vendor, facts, day: judge.decide(Question(vendor=vendor, facts=facts, as_of=day)))
