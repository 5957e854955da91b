"""The one place that reads the clock and the environment, and joins the parts, each imported when first needed."""

from __future__ import annotations

import hashlib
import os
from contextlib import nullcontext
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import EstateError, InputError, Problem, RulebookError, SuppressionError
from muniment.wiring.caching import cache_folder, program, read_apart
from muniment.wiring.lasting import lasting, seldom
from muniment.wiring.rulebooks import files_in_use, in_use, loaded
from muniment.wiring.scanning import Look as Look
from muniment.wiring.scanning import begun, examiner_of, read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.app.ports import Progress
    from muniment.app.scan.examine import Examined
    from muniment.decide.engine import Engine
    from muniment.discover.judging.trial import TrialInFile
    from muniment.domain.age import AgeLimit
    from muniment.domain.contract import Estate
    from muniment.domain.history import History
    from muniment.domain.ids import SystemId
    from muniment.domain.recall import MeasuredRecall
    from muniment.domain.report import Discovery, Report, Scan
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.scan_result import Difference, ScanResult
    from muniment.domain.suppression import Suppression
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.lint_cases import Decide
    from muniment.stores.sources import Source

_LARGEST_ESTATE = 4 * 1024 * 1024
_LARGEST_RESULT = 512 * 1024 * 1024


def now() -> datetime:
    """Return the present instant in UTC. `SOURCE_DATE_EPOCH` fixes it, for output that must come out the same twice.

    Raises: InputError where that is no number of seconds.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        help_ = "give whole seconds since 1970-01-01, or unset it to use the clock"
        raise InputError(Problem(where="SOURCE_DATE_EPOCH", what=f"`{fixed}` is no instant", help=help_)) from error


def today() -> date:
    """Return the present day in UTC."""
    return now().date()


def rulebook(folder: Path | None = None, overlays: Sequence[Path] = (), *, stays: bool = False) -> Rulebook:
    """Return the rulebook, with an organisation's own vendors and signatures in `overlays` laid over it.

    A process that `stays` has a new rulebook read by another one that ends, and keeps none of the memory that takes.
    Raises: RulebookError when it is malformed or empty, was changed since it was installed, or was released after
    today: then the clock is wrong, or the rulebook is from the future, and no date that follows could be believed.
    """
    used, files = files_in_use(folder, overlays)
    return _book(used, files, partial(read_apart, folder, overlays) if stays else None)


def _book(folder: Path, files: Sequence[RulebookFiles], apart: Callable[[], object] | None = None) -> Rulebook:
    """Return the rulebook that `files` in `folder` are; `apart` has another process read it. Raises: RulebookError."""
    from muniment.stores.kept import kept

    key = hashlib.sha256("\n".join((program(), *(each.digest() for each in files))).encode()).hexdigest()
    with lasting():
        book = kept(cache_folder(), f"rulebook-{key[:32]}", lambda: loaded(files), apart=apart)
    if today() < book.released:
        raise RulebookError(
            Problem(
                where=str(folder),
                what=f"the rulebook was released on {book.released}, and the clock says {today()}",
                help="set the clock, or use the rulebook that was current on that day",
            )
        )
    return book


def recall(folder: Path | None = None) -> MeasuredRecall | None:
    """Return the figures that were measured with the rulebook; nothing where there are none.

    Raises: RulebookError.
    """
    from muniment.rulebook.read_recall import read_recall

    return read_recall(in_use(folder).folder)


def fixed_now() -> datetime | None:
    """Return the instant that `SOURCE_DATE_EPOCH` fixes; nothing where output must come out the same without one."""
    return now() if os.environ.get("SOURCE_DATE_EPOCH") else None


def engine(book: Rulebook) -> Engine:
    """Return the rulebook, ready to decide."""
    from muniment.decide.engine import Engine

    return Engine(book)


def age_limit(book: Rulebook, described: Estate | None = None) -> AgeLimit:
    """Return how old the rulebook may be for a question that is asked today; what an estate says goes first."""
    from muniment.domain.age import AgeLimit, SetIn

    own = described.max_age_days if described else None
    if own is None:
        return AgeLimit(asked_on=today(), max_days=book.max_age_days, set_in=SetIn.RULEBOOK)
    return AgeLimit(asked_on=today(), max_days=own, set_in=SetIn.ESTATE)


def estate(path: Path, book: Rulebook) -> Estate:
    """Return the estate that the file at `path` describes.

    Raises: EstateError.
    """
    return estate_in(estate_text(path), path, book)


def estate_text(path: Path) -> str:
    """Return the text of the estate file at `path`. Raises: EstateError."""
    return text_of(path, EstateError, "`muniment init` writes one to start from")


def estate_in(text: str, path: Path, book: Rulebook) -> Estate:
    """Return the estate that `text`, the content of the file at `path`, describes.

    Raises: EstateError.
    """
    from muniment.readers.estate.read import read_estate

    found = read_estate(
        text,
        where=str(path),
        folder=str(path.absolute().parent),
        facts=book.facts,
        instruments={*book.restrictions, *book.agreements},
        vendors=book.vendors,
    )
    _refuse_unknown_readings(found, book, text, str(path))
    return found


def text_of(path: Path, error: type[InputError], help_: str) -> str:
    """Return the text of a file that a person writes, which is a small one."""
    try:
        if not path.is_file():
            what = "is no regular file" if path.exists() else "does not exist"
            raise error(Problem(where=str(path), what=what, help=help_))
        if path.stat().st_size > _LARGEST_ESTATE:
            raise error(Problem(where=str(path), what="is larger than 4 MiB", help=help_))
        return path.read_bytes().decode()
    except OSError as failed:
        reason = (failed.strerror or type(failed).__name__).lower()
        raise error(Problem(where=str(path), what=f"cannot be read ({reason})", help=help_)) from failed
    except UnicodeDecodeError as failed:
        what = f"is not UTF-8 (byte {failed.start + 1})"
        raise error(Problem(where=str(path), what=what, help="save it as UTF-8")) from failed


def _refuse_unknown_readings(described: Estate, book: Rulebook, text: str, where: str) -> None:
    """Refuse a posture that names a reading which its instrument does not have."""
    from muniment.readers.estate.toml_places import places

    problems: list[Problem] = []
    for number, posture in enumerate(described.postures):
        restriction = book.restrictions.get(posture.instrument)
        known = [each.id for each in restriction.readings] if restriction else []
        if posture.reading not in known:
            line, column = places(text.removeprefix("\ufeff")).of(("postures", number, "reading"))
            help_ = f"give {' or '.join(f'`{each}`' for each in known)}" if known else "it has no readings; remove it"
            what = f"`{posture.reading}` is not a reading of `{posture.instrument}`"
            problems.append(Problem(where=f"{where}:{line}:{column}", what=what, help=help_))
    if problems:
        raise EstateError(*problems)


def check(  # noqa: PLR0913  (one parameter for each thing that an answer rests on)
    paths: Sequence[Path],
    *,
    estate_file: Path | None,
    as_of: date | None,
    rulebook_at: Path | None = None,
    overlays: Sequence[Path] = (),
    suppressions_file: Path | None = None,
    progress: Progress | None = None,
    look: Look | None = None,
) -> Report:
    """Scan `paths`, or every source of the estate where none is given, and decide.

    `look` says how; where it is left out, beside what an earlier scan found, and with one search for words.

    Raises: InputError, with every problem of paths, estate and rulebook.
    """
    from dataclasses import replace

    from muniment.app.check import check as decide_all

    book = rulebook(rulebook_at, overlays)
    figures = recall(rulebook_at)
    described = estate(estate_file, book) if estate_file else None
    day = as_of or today()
    sources = _sources(paths, described, str(estate_file or ""))
    set_aside = suppressions(suppressions_file, book) if suppressions_file else ()
    scans = read_all(sources, book, progress, look)
    limit = age_limit(book, described)
    with seldom():
        found = decide_all(scans, described, book, engine(book), day, set_aside, age_limit=limit)
    return replace(found, recall=figures)


def scan(  # noqa: PLR0913  (one parameter for each thing that an answer rests on)
    paths: Sequence[Path],
    *,
    estate_file: Path | None = None,
    rulebook_at: Path | None = None,
    overlays: Sequence[Path] = (),
    suppressions_file: Path | None = None,
    without: Path | None = None,
    progress: Progress | None = None,
    look: Look | None = None,
) -> Discovery:
    """Scan `paths`, or every source of the estate where none is given, and decide nothing.

    `without` is a file that is about to be replaced by the answer, and so is no evidence for it. `look` says how; where
    it is left out, beside what an earlier scan found, and with one search for words.

    Raises: InputError, with every problem of paths, estate and rulebook.
    """
    from muniment.app.scan.discovery import discovery
    from muniment.discover.findings.suppress import suppress

    def sources_of(described: Estate | None) -> list[Source]:
        found = _sources(paths, described, str(estate_file or ""))
        return [source.leaving_out(without) for source in found] if without is not None else found

    used, files = files_in_use(rulebook_at, overlays)
    sources = [] if estate_file else sources_of(None)
    with begun(sources[0], files[0].digest(), look) if sources else nullcontext() as first:
        book = _book(used, files)
        figures = recall(rulebook_at)
        described = estate(estate_file, book) if estate_file else None
        sources = sources or sources_of(described)
        set_aside = suppressions(suppressions_file, book) if suppressions_file else ()
        scans = read_all(sources, book, progress, look, first)
    hidden = suppress([each.inventory.findings for each in scans], set_aside, today())
    return discovery(scans, described, book, figures, hidden)


def scans_of(
    described: Estate, estate_file: str, book: Rulebook, progress: Progress | None = None, paths: Sequence[Path] = ()
) -> Sequence[Scan]:
    """Return what every source of an estate shows, or what `paths` show. Raises: InputError."""
    return read_all(_sources(paths, described, estate_file), book, progress)


def suppressions(path: Path, book: Rulebook) -> tuple[Suppression, ...]:
    """Return what the file at `path` sets aside.

    Raises: SuppressionError.
    """
    from muniment.readers.suppressions import read_suppressions

    return read_suppressions(
        text_of(path, SuppressionError, "`docs/suppressions.md` shows one"),
        where=str(path),
        signatures={signature.id: signature.vendor for signature in book.signatures},
        vendors=book.vendors,
    )


def difference(before: Path, after: Path, *, allow_incomplete: bool = False) -> Difference:
    """Return what is different between two answers of a scan.

    Raises: InputError for a file that is none, and for an incomplete one unless that is allowed.
    """
    from muniment.discover.findings.compare import compare

    results = [_scan_result(path) for path in (before, after)]
    incomplete = [result.where for result in results if not result.complete]
    if incomplete and not allow_incomplete:
        what = "is incomplete: what it does not show may still have been there"
        help_ = "scan again with everything readable, or add --allow-incomplete"
        raise InputError(*(Problem(where=where, what=what, help=help_) for where in incomplete))
    return compare(*results)


def _scan_result(path: Path) -> ScanResult:
    from muniment.readers.scan_result import read_scan_result
    from muniment.stores.whole_file import read_whole

    if path.exists() and not path.is_file():
        what, help_ = "is no regular file", "write the answer of `muniment scan` to a file, and name that"
        raise InputError(Problem(where=str(path), what=what, help=help_))
    raw = read_whole(path, _LARGEST_RESULT)
    if len(raw) > _LARGEST_RESULT:
        raise InputError(Problem(where=str(path), what="is larger than 512 MiB", help="scan smaller folders"))
    return read_scan_result(raw.decode("utf-8", "surrogateescape"), str(path))


def _sources(paths: Sequence[Path], described: Estate | None, estate_file: str) -> list[Source]:
    """Return what is to be read. Raises: InputError for what is not there."""
    from muniment.stores.sources import of_estate, of_paths

    owners = owners_of(described)
    of_all = not paths and described is not None
    sources = of_estate(owners) if of_all else of_paths(paths or (Path(),), owners)
    _refuse_missing(sources, estate_file if of_all else "")
    return sources


def owners_of(described: Estate | None) -> dict[Path, SystemId]:
    """Return the system that each source in the estate belongs to."""
    return {Path(source): system.id for system in described.systems for source in system.sources} if described else {}


def _refuse_missing(sources: Sequence[Source], estate_file: str) -> None:
    from muniment.stores.sources import fault

    problems: list[Problem] = []
    for source in sources:
        what = fault(source.path)
        if what and estate_file:
            named = f"source `{source.path}` of system `{source.system}` {what}"
            help_ = "mend `sources` in the estate file, or put the folder there"
            problems.append(Problem(where=estate_file, what=named, help=help_))
        elif what:
            problems.append(Problem(where=str(source.path), what=what, help="name a folder or a file"))
    if problems:
        raise InputError(*problems)


def history(repository: Path, book: Rulebook, progress: Progress | None = None) -> History:
    """Return what the history of the git repository at `repository` shows. `progress` is told of versions of files.

    Raises: InputError where there is none, or git cannot read it.
    """
    from muniment.app.scan.history import history as put_together
    from muniment.app.scan.versions import Versions
    from muniment.stores.git.history import read
    from muniment.stores.literals import HyperscanLiterals
    from muniment.stores.tree.files import Piece
    from muniment.stores.tree.looking import shown_by

    signatures = {signature.id: signature for signature in book.signatures}
    examiner = examiner_of(book)

    def look(path: str, text: bytes) -> Examined:
        return shown_by(Piece(path, text), examiner)

    versions = Versions(examiner, signatures, lambda words: HyperscanLiterals(words, cache_folder()), look)
    with seldom():
        return put_together(read(repository, versions, progress), signatures, book.digest)


def trial_in_file(text: str, path: str, book: Rulebook) -> TrialInFile:
    """Return what a scan would make of `text` as the whole content of a file at `path`, which is not looked for."""
    from muniment.discover.judging.trial import TrialInFile, explained

    seen = examiner_of(book).examine(path, text.encode("utf-8", "surrogateescape"))
    return TrialInFile(
        text=text,
        path=path,
        findings=explained(seen.findings, book.signatures),
        not_understood=seen.not_understood,
    )


def lint(folder: Path | None = None, overlays: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Return every problem of the rulebook in `folder`, its cases included, and of what `overlays` add."""
    from muniment.rulebook.lint import lint as examine

    return examine(in_use(folder).folder, _judge, overlays)


def _judge(book: Rulebook) -> Decide:
    from muniment.decide.engine import Engine, Question

    engine = Engine(book)
    return lambda vendor, facts, day: engine.decide(Question(vendor=vendor, facts=facts, as_of=day))
