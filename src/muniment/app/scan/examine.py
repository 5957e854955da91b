"""From the bytes of one file to findings, through ports for what reads formats and finds literals."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from muniment.app.scan.known_lines import KnownLines
from muniment.app.scan.piece import FilePiece, left_to_the_reader, worth_extracting
from muniment.app.scan.reading import Structured
from muniment.discover.findings.redact import redacted
from muniment.discover.identifiers.extract import observe
from muniment.discover.judging.judge import judge, reason_in, standing_kinds, sways_all
from muniment.discover.judging.match import Matcher
from muniment.discover.judging.plausible import Plausible
from muniment.discover.judging.showing import Showing
from muniment.discover.paths.classify import class_of, is_table
from muniment.discover.paths.own_files import own_file
from muniment.discover.paths.steps import tool_lines
from muniment.discover.paths.surfaces import Surfaces
from muniment.discover.paths.tooling import Tools
from muniment.discover.paths.workflows import is_workflow
from muniment.discover.text.anchors import anchors
from muniment.discover.text.composed import MARKS, composed, is_joint
from muniment.discover.text.lexis import Form, Profile, profile_of
from muniment.discover.text.pixels import is_picture, is_text
from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.surface import Surface
from muniment.domain.technology import IdentifierKind
from muniment.domain.tooling import NO_TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from muniment.app.scan.reading import ContentReader, LiteralFinder, ManifestReader
    from muniment.discover.text.anchors import Anchor
    from muniment.discover.text.spots import Hit
    from muniment.domain.evidence import Finding
    from muniment.domain.technology import Signature
    from muniment.domain.tooling import Tooling

MOST_PLACES: Final = 20_000
"""Anchors looked at in one piece of a file; past that the piece is reported as not fully examined."""
BEGINNING: Final = 64
"""Bytes by which a reader of structure knows a format."""
_NEVER_JOINS: Final = "c"
"""The language in which no sign puts two strings together, and where most characters in quotes are no strings."""
_MOST_SEEN: Final = 10_000
"""Identifiers that a reader of structure is asked for in one file."""
_OF_OWN_FILES: Final = frozenset({Surface.CONFIGURATION, Surface.BILL_OF_MATERIALS, Surface.OTHER})
"""Surfaces on which what this program wrote may lie; files of the others have names that other programs look for."""
_INSTALLS: Final = frozenset({Form.SHELL, Form.SETTINGS, Form.NOTEBOOK})
"""Where a command may install a package."""
_MARKS_OF_A_LIST: Final = 3
"""So many different words of everybody's lists make a file reference data."""
_BYTES_A_MARK: Final = 100_000
"""In a larger file, such as a program with all its libraries in one, a list is a part and says nothing of the rest."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What one piece of a file shows."""

    findings: tuple[Finding, ...]
    not_understood: tuple[NotUnderstood, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What can be found in a file by its path: the `kinds` that can be more than a mention where they stand in it.

    `profile` is how it is read. `packages`: it may name some. `itself`: its path is evidence. `together`: what one line
    shows depends on the others, as in a manifest. `nested`: a line means what the lines above it make of it, as in
    settings. `marks`: where one of them stands in it, a reader follows its structure.
    """

    kinds: frozenset[IdentifierKind]
    profile: Profile
    packages: bool
    itself: bool
    together: bool
    nested: bool
    marks: tuple[bytes, ...]


class Anchored(NamedTuple):
    """Where something could be found in a text: anchors that fit, and where strings are put together, by offset.

    `reason` says why all of it may only speak of vendors, or nothing.
    """

    hits: list[Hit]
    joints: tuple[tuple[int, int], ...]
    reason: str


class Examiner:
    """Everything that depends on the rulebook and not on the file, compiled once and shared by all workers."""

    def __init__(  # noqa: PLR0913, PLR0917  (one parameter for each thing that findings rest on)
        self,
        signatures: Sequence[Signature],
        list_words: Sequence[str],
        finder: Callable[[Sequence[str]], LiteralFinder],
        reader_for: Callable[[str], ManifestReader | None],
        tooling: Tooling = NO_TOOLS,
        structured: Structured | None = None,
        by_literal: Mapping[str, Anchor] | None = None,
    ) -> None:
        """Compile `signatures`. `list_words` are words by which lists of everybody's names are known.

        `tooling` says what belongs to the people who write the software. `by_literal` are the anchors of `signatures`,
        where they are known.

        Raises: ValueError for a pattern that the byte pass could not find.
        """
        by_literal = anchors(signatures) if by_literal is None else by_literal
        others = [*list_words, *MARKS]
        self._literals = sorted({*by_literal, *others})
        self._anchors = [by_literal.get(literal) for literal in self._literals]
        words = frozenset(list_words)
        self._marks = frozenset(number for number, literal in enumerate(self._literals) if literal in words)
        self._joints = frozenset(number for number, literal in enumerate(self._literals) if literal in MARKS)
        self._finder = finder(self._literals)
        self._matcher = Matcher(signatures)
        self._plausible = Plausible(self._matcher)
        self._showing = Showing(self._plausible)
        self._reader_for = reader_for
        self._tools = Tools(tooling)
        self.surface_of = Surfaces(tooling).of
        self._structured = structured or Structured(of_bytes=lambda *_: None, of_content=lambda _: ())

    def places(self, data: bytes | memoryview) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) for at most `MOST_PLACES` + 1 literals in `data`, by their end."""
        return self._finder.find(data, MOST_PLACES)

    def claimed(self, paths: Sequence[str], beginning: Callable[[int], bytes]) -> set[str]:
        """Return those of `paths` whose texts are examined without a literal in them.

        `beginning` gives the first `BEGINNING` bytes of the text at one of them, by its place among them.
        """
        plain = self._structured.plain
        found = {
            path
            for at, path in enumerate(paths)
            if path[path.rfind(".") + 1 :] not in plain and self._is_claimed(path, beginning(at))
        }
        if self._matcher.recognises_any(paths):
            found.update(path for path in paths if self._matcher.recognises_path(path))
        return found

    def _is_claimed(self, path: str, beginning: bytes) -> bool:
        return (
            self._reader_for(path) is not None
            or bool(self._structured.of_content(path))
            or self._structured.of_bytes(path, beginning) is not None
        )

    def examine(
        self,
        path: str,
        data: bytes | memoryview,
        first_line: int = 1,
        *,
        whole: bool = True,
        places: Sequence[tuple[int, int]] | None = None,
    ) -> Examined:
        """Return what `data`, the bytes of `path` from `first_line` on, shows. They are not kept.

        A manifest that is not there as a `whole` cannot be read as one, which is reported. `places` are those of the
        literals in `data`, where they are known.
        """
        places = self.places(data) if places is None else places
        reader = self._reader_for(path) if first_line == 1 else None
        reader = _TooLarge() if reader is not None and not whole else reader
        itself = first_line == 1 and self._matcher.recognises_path(path)
        if not places and reader is None and not itself:
            return Examined((), ())
        content = bytes(data)
        if (own := self._own(path, content)) is not None:
            return Examined((), (own,))
        profile = profile_of(path, content[:200].decode("latin-1"))
        hits = self._hits(places, content, profile)
        joints = self._where_joined(places, content) if profile.language != _NEVER_JOINS else []
        if not hits and not joints and reader is None and not itself and len(places) <= MOST_PLACES:
            return Examined((), ())
        seen = [_path_itself(path)] if itself else []
        piece = FilePiece(path, content, first_line, reader, profile, tuple(joints))
        return self._look(piece, places, hits, seen)

    def _own(self, path: str, content: bytes) -> NotUnderstood | None:
        """Return what to say of a file of this program.

        A file that other programs read by its name is none, whatever somebody wrote into it.
        """
        own = own_file(path, content)
        if own is None or self._reader_for(path) is not None or self.surface_of(path) not in _OF_OWN_FILES:
            return None
        return own

    def structure(self, path: str, data: bytes | memoryview, *, whole: bool = True) -> Examined | None:
        """Return what readers of structure see in `data`, with which the file at `path` begins; nothing for most files.

        What they see is what a program would read there, so it is judged by the place of the file alone.
        """
        seen: list[Observation | NotUnderstood] = []
        if (reader := self._structured.of_bytes(path, bytes(data[:BEGINNING]))) is not None:
            seen += islice(reader.read_bytes(path, bytes(data), whole=whole), _MOST_SEEN)
        readers = self._structured.of_content(path)
        if readers and self._own(path, content := bytes(data)) is None:
            for each in readers:
                if any(mark in content for mark in each.MARKS):
                    seen += _of_content(each, path, content, whole=whole)
        if not seen:
            return None
        found = [replace(each, excerpt=redacted(each.excerpt)) for each in seen if isinstance(each, Observation)]
        unclear = tuple(each for each in seen if isinstance(each, NotUnderstood))
        return Examined(tuple(judge(path, found, self._matcher, class_of(path, _COMPILED, self._tools))), unclear)

    def recognised(self, path: str, seen: Observation) -> tuple[Finding, ...]:
        """Return the findings for what was seen of `path` otherwise than in its bytes, such as a name in an archive."""
        return tuple(judge(path, [seen], self._matcher, class_of(path, _COMPILED, self._tools)))

    def prospect(self, path: str, head: str = "") -> Prospect:
        """Return what can be found at `path` at all; `head` is the beginning of the file, for a `#!` line."""
        profile = profile_of(path, head)
        reader = self._reader_for(path)
        kinds = standing_kinds(path, profile, class_of(path, profile, self._tools))
        return Prospect(
            kinds=kinds - left_to_the_reader(FilePiece(path, b"", 1, reader, profile)),
            profile=profile,
            packages=reader is not None or profile.form in _INSTALLS,
            itself=self._matcher.recognises_path(path),
            together=reader is not None or profile.form is Form.NOTEBOOK or is_table(path) or is_workflow(path),
            nested=reader is None and profile.form is Form.SETTINGS,
            marks=tuple(mark for each in self._structured.of_content(path) for mark in each.MARKS),
        )

    def has_structure(self, path: str, head: bytes) -> bool:
        """Say whether a reader follows the structure of the bytes at `path` that begin with `head`."""
        return self._structured.of_bytes(path, head[:BEGINNING]) is not None

    def known_lines(self) -> KnownLines:
        """Return what finds literals in the versions of one file."""
        return KnownLines(self._finder, self._counts)

    def _counts(self, data: bytes, number: int, end: int) -> bool:
        """Say whether a literal fits its anchor, or is one that counts wherever it stands."""
        anchor = self._anchors[number]
        plain = number in self._joints or number in self._marks
        return plain or (anchor is not None and anchor.fits(data, end - len(self._literals[number]), end))

    def anchored(self, data: bytes, profile: Profile, places: Sequence[tuple[int, int]]) -> Anchored:
        """Return which `places` of `data`, read as `profile` has it, could show anything."""
        hits = list(self._hits(places, data, profile))
        lengths = ((end - len(self._literals[number]), end) for number, end in places if number in self._joints)
        joints = tuple(lengths)
        return Anchored(hits, joints, self._reason(places, data) if hits or joints else "")

    def is_listed(self, places: Sequence[tuple[int, int]]) -> bool:
        """Say whether a word of everybody's lists stands at one of `places`."""
        return any(number in self._marks for number, _ in places)

    def sways(self, text: bytes) -> bool:
        """Say whether `text` bears on what words elsewhere in the same file can come to."""
        return self._plausible.sways(text) or sways_all(text)

    def _look(
        self, piece: FilePiece, places: Sequence[tuple[int, int]], hits: list[Hit], seen: list[Observation]
    ) -> Examined:
        unclear: list[NotUnderstood] = []
        if len(places) > MOST_PLACES:
            why = f"more than {MOST_PLACES} places to look at; the rest were not examined"
            unclear.append(NotUnderstood(piece.first_line, why))
        if piece.reader is not None:
            for found in piece.reader.read(piece.path, piece.data.decode("utf-8", "replace")):
                if isinstance(found, NotUnderstood):
                    unclear.append(found)
                else:
                    seen.append(found)
        text = piece.data.decode("latin-1")
        if wanted := worth_extracting(hits, piece):
            seen += observe(piece.profile, text, wanted, self._showing.narrowed)
        parts = sorted([*piece.joints, *(hit.start for hit in wanted)])
        seen += self._put_together(piece.profile, text, parts, seen)
        if not seen:
            return Examined((), tuple(unclear))
        findings = judge(
            piece.path,
            [_shifted(_presentable(observation), piece.first_line - 1) for observation in seen],
            self._matcher,
            class_of(piece.path, piece.profile, self._tools),
            whole_file=self._reason(places, piece.data),
            tool_lines=self._tool_lines(piece),
        )
        return Examined(tuple(findings), tuple(unclear))

    def _tool_lines(self, piece: FilePiece) -> Collection[int]:
        """Return the lines of a workflow's steps that only help the people who write the software."""
        return tool_lines(piece.data.decode("latin-1"), self._tools) if is_workflow(piece.path) else ()

    def _hits(self, places: Sequence[tuple[int, int]], data: bytes, profile: Profile) -> list[Hit]:
        return list(self._plausible.hits(profile, data, self._fitting(places, data)))

    def _fitting(self, places: Sequence[tuple[int, int]], data: bytes) -> Iterator[tuple[int, int, Anchor]]:
        picture = is_picture(data)
        for number, end in places:
            anchor = self._anchors[number]
            start = end - len(self._literals[number])
            if anchor is not None and anchor.fits(data, start, end) and not (picture and not is_text(data, start, end)):
                yield start, end, anchor

    def _where_joined(self, places: Sequence[tuple[int, int]], data: bytes) -> list[int]:
        return [end for number, end in places if number in self._joints and is_joint(data, end)]

    def _put_together(
        self, profile: Profile, text: str, places: Sequence[int], seen: list[Observation]
    ) -> list[Observation]:
        """Return what is only seen in strings that the program puts together from parts."""
        made = composed(profile, text, places)
        if made is None:
            return []
        data = made.text.encode("latin-1", "replace")
        found = self._hits(self._finder.find(data, MOST_PLACES), data, made.profile)
        hits = sorted((hit for hit in found if made.holds(hit.start, hit.end)), key=lambda hit: hit.start)
        known = {(each.identifier, each.line) for each in seen}
        moved = (replace(each, line=made.lines[each.line - 1]) for each in observe(made.profile, made.text, hits))
        return [each for each in moved if (each.identifier, each.line) not in known]

    def _reason(self, places: Sequence[tuple[int, int]], data: bytes) -> str:
        if b"\0" in data[:8192]:
            return "inside a binary file"
        marks = self._marks.intersection(number for number, _ in places)
        if len(marks) >= _MARKS_OF_A_LIST and len(data) <= len(marks) * _BYTES_A_MARK:
            return "in a list of everybody's names (reference data)"
        return reason_in(data)


def _of_content(
    reader: ContentReader, path: str, content: bytes, *, whole: bool
) -> Iterator[Observation | NotUnderstood]:
    if not whole:
        yield NotUnderstood(1, "too large to be read by its structure; it was searched piece by piece", harmless=True)
        return
    yield from islice(reader.read(path, content.decode("utf-8", "replace")), _MOST_SEEN)


class _TooLarge:
    """Stands for the reader of a manifest of which only a piece is at hand."""

    def read(self, path: str, text: str) -> Iterator[Observation | NotUnderstood]:
        """Say that the file was not read as a manifest."""
        del path, text
        yield NotUnderstood(1, "too large to be read as a manifest; it was searched piece by piece")


_COMPILED: Final = Profile(form=Form.CODE, tokens=None)
"""What holds names that programs use, whatever its own name ends with."""


def _path_itself(path: str) -> Observation:
    return Observation(Identifier(IdentifierKind.FILE, path), 0, Context.FIELD, Rung.CONFIGURED, path)


def _presentable(observation: Observation) -> Observation:
    """Undo, for what people read, the reading of bytes as Latin-1 that keeps offsets simple; black secrets out."""
    excerpt = observation.excerpt
    if not excerpt.isascii():
        with suppress(UnicodeEncodeError):
            excerpt = excerpt.encode("latin-1").decode("utf-8", "replace")
    excerpt = redacted(excerpt)
    return observation if excerpt == observation.excerpt else replace(observation, excerpt=excerpt)


def _shifted(observation: Observation, lines: int) -> Observation:
    """Count lines from the beginning of the file; line 0 is the file as a whole."""
    return replace(observation, line=observation.line + lines) if lines and observation.line else observation
