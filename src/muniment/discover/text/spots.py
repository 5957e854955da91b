"""The surroundings of a place where the byte pass found an anchor: its line, its string, what stands before."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from muniment.discover.text.regions import Regions
from muniment.discover.text.surroundings import Surroundings
from muniment.domain.evidence import Context, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.discover.text.lexis import Profile
    from muniment.discover.text.outline import Keys
    from muniment.domain.technology import IdentifierKind

EXCERPT: Final = 160
ALPHANUMERIC: Final = ascii_letters + digits
SETTING_CONTEXTS: Final = frozenset({Context.FIELD, Context.STRING})
_REACH: Final = 400
"""How many characters of a long line are looked at on each side of a hit."""
_BEFORE_STRING: Final = 80
_BEFORE_NAME: Final = 2000
_GOES_ON: Final = ("\\\n", "\\\r\n", "`\n", "`\r\n")
"""How a line ends that goes on in the next."""

Found: TypeAlias = tuple[str, Rung]
"""An identifier's value and what its place shows at most."""


class Hit(NamedTuple):
    """An anchor in a text, by character offsets, and the kinds of identifier that it can be part of.

    `left_out` are kinds of which nobody knows what it would show.
    """

    start: int
    end: int
    kinds: frozenset[IdentifierKind]
    left_out: frozenset[IdentifierKind] = frozenset()


class Spot(NamedTuple):
    """A hit with its surroundings. `line` may be cut; `at` is the hit's offset in it, `first` to `last` the string.

    `text` is the whole text, in which the string's content begins at `opens`.
    `pattern` says that the string is one that texts are compared with.
    """

    profile: Profile
    hit: Hit
    context: Context
    text: str
    line: str
    at: int
    number: int
    inside: str
    first: int
    last: int
    opens: int
    pattern: bool
    around: Surroundings

    @property
    def keys(self) -> Keys:
        """The keys above the hit, in a settings file."""
        return self.around.keys(self.hit.start)

    @property
    def matched(self) -> str:
        """The anchor itself."""
        return self.line[self.at : self.at + self.hit.end - self.hit.start]

    @property
    def before(self) -> str:
        """The text up to and with the opening quote of the string; the empty text outside strings."""
        return self.text[max(0, self.opens - _BEFORE_STRING) : self.opens] if self.context is Context.STRING else ""

    @property
    def lead(self) -> str:
        """The lines before this one that go on in it, without the marks that say so."""
        end = begin = self.hit.start - self.at
        while end - begin < _BEFORE_NAME and self.text.endswith(_GOES_ON, 0, begin):
            begin = self.text.rfind("\n", 0, begin - 1) + 1
        return self.text[begin:end].replace("`", " ").replace("\\", " ")

    @property
    def statement(self) -> str:
        """The text up to the hit, as far back as the beginning of a statement may lie."""
        return self.text[max(0, self.hit.start - _BEFORE_NAME) : self.hit.start]


def spots(profile: Profile, text: str, hits: Sequence[Hit]) -> Iterator[Spot]:
    """Yield each of `hits`, in order of `start`, with its surroundings."""
    if not hits:
        return
    regions = Regions(profile, text, hits[-1].end)
    around = Surroundings(profile.layout, text)
    number, counted = 1, 0
    for hit in hits:
        number += text.count("\n", counted, hit.start)
        counted = hit.start
        begin, end = _line_of(text, hit)
        region = regions.at(hit.start)
        string = region.context is Context.STRING
        yield Spot(
            profile=profile,
            hit=hit,
            context=region.context,
            text=text,
            line=text[begin:end],
            at=hit.start - begin,
            number=number,
            inside=text[region.start : min(region.end, region.start + _REACH)] if string else "",
            first=max(0, region.start - begin) if string else 0,
            last=min(end, region.end) - begin if string else end - begin,
            opens=region.start,
            pattern=region.pattern,
            around=around,
        )


def line_around(text: str, hit: Hit) -> str:
    """Return the line that `hit` stands in; a long one is cut."""
    begin, end = _line_of(text, hit)
    return text[begin:end]


def _line_of(text: str, hit: Hit) -> tuple[int, int]:
    begin = text.rfind("\n", max(0, hit.start - _REACH), hit.start) + 1
    end = text.find("\n", hit.end, hit.end + _REACH)
    return begin or max(0, hit.start - _REACH), min(len(text), hit.end + _REACH) if end < 0 else end


def excerpt(spot: Spot) -> str:
    """Return what of the line to show."""
    line = spot.line.strip()
    if len(line) > EXCERPT:
        at = spot.at - (len(spot.line) - len(spot.line.lstrip()))
        begin = max(0, min(at - EXCERPT // 3, len(line) - EXCERPT))
        line = line[begin : begin + EXCERPT].strip()
    return line


def run_at(characters: str, spot: Spot, trim: str = "") -> tuple[int, str]:
    """Return the longest run of `characters` that holds the whole hit, without `trim` at its ends, and its start.

    The run is empty where the hit itself holds other characters.
    """
    end = spot.at + len(spot.matched)
    if spot.matched.strip(characters):
        return spot.at, ""
    before = spot.line[max(0, spot.at - _REACH) : spot.at]
    after = spot.line[end : end + _REACH]
    start = spot.at - len(before) + len(before.rstrip(characters))
    run = spot.line[start : end + len(after) - len(after.lstrip(characters))]
    return start + len(run) - len(run.lstrip(trim)), run.strip(trim)
