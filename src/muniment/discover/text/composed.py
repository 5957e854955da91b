"""Strings that a program puts together from parts; only what the file itself says, and only around what was found."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.discover.text import encoded
from muniment.discover.text.composing import Site, Window, content, name_before, sites
from muniment.discover.text.lexis import Form, profile_of
from muniment.discover.text.notebook import notebook
from muniment.discover.text.regions import Regions
from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from muniment.discover.text.lexis import Profile

MARKS: Final = (
    '" + "', "' + '", '"+"', "'+'", '" . "', "' . '", '" .. "', '" <> "', "' || '", '"-".join(', "'-'.join(",
    '.join("-")', ".join('-')", "paste0(", "concat!(", '").append("', *encoded.MARKS,
)  # fmt: skip
"""What stands in a file that puts strings together, or decodes them."""
_PARTS = lazily(
    rb"[\"'`][\w@.:/-]{2,60}[\"'`] ?[+.<>|]{1,2} ?[\"'`][\w@.:/-]{1,60}[\"'`]|join\(|paste0\(|concat!\("
    rb"|[\"']\)\.append\([\"']|" + encoded.ENCODED.encode()
)
_LONGEST_PARTS: Final = 140
_MOST: Final = 60
"""So many stretches of a file are looked at; a file that speaks of vendors more often shows them by itself."""
_MOST_USES: Final = 20
_LEAD: Final = 120
_REST: Final = 80
_REACH: Final = 300
_GIVES = lazily(r"([$@]?\b[A-Za-z_]\w*)[ \t]*(?::[^=\n]{1,40})?[ \t]*(?::?=(?![=~>])|<-)[ \t]*[fFrRbBuU$@]{0,2}[\"'`]")
_GIVEN = lazily(
    r"[ \t]*(?::[^=\n]{1,40})?[ \t]*(?:string[ \t]*)?(?::?=(?![=~>])|<-|[ \t](?=\"))[ \t]*"
    r"(?P<value>(?:[fFrRbBuU]{1,2}|[$@]{1,2})?(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\\\n]*`))"
    r"[ \t]*(?=[;,)\n}#/]|\Z|as\b)"
)
_SHELL_GIVEN = lazily(
    r"^[ \t]*(?:(?:export|local|readonly|declare(?: -\w+)?|set|ENV|ARG)[ \t]+)?\$?(?P<name>\w+)"
    r"[ \t]*[:?]?=[ \t]*[\"']?(?P<value>[\w.:/@-]+)[\"']?[ \t]*$",
    re.MULTILINE,
)
_SHELL_HOLE = lazily(r"\$\{(\w+):?[-=]([\w.:/@-]+)\}|\$[({]?(\w+)[)}]?|%(\w+)%")
_USED = frozenset({Context.CODE, Context.STRING, Context.FIELD})
_WHOLE = lazily(r"[\w@.:/$+-]{4,200}")


@dataclass(frozen=True, slots=True)
class Composed:
    """The lines that put strings together, each with the whole string in place, and where they stand in the file.

    `spans` are the places of those strings in `text`, one a line; `profile` says how to read it.
    """

    profile: Profile
    text: str
    lines: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def holds(self, start: int, end: int) -> bool:
        """Say whether the text from `start` to `end` touches a string that was put together."""
        at = bisect_right(self.spans, (start, len(self.text))) - 1
        return (at >= 0 and start < self.spans[at][1]) or (at + 1 < len(self.spans) and end > self.spans[at + 1][0])


def is_joint(data: bytes, end: int) -> bool:
    """Say whether the mark that ends at `end` of `data` joins parts of a name and not those of a sentence."""
    return _PARTS.search(data, max(0, end - _LONGEST_PARTS // 2), end + _LONGEST_PARTS // 2) is not None


def composed(profile: Profile, text: str, places: Sequence[int]) -> Composed | None:
    """Return what `text` puts together around `places`; nothing where it puts nothing together.

    A name that is given a string there is followed to where it is used, and one that is used there to what it is given.
    """
    if profile.form is Form.NOTEBOOK:
        return _in_notebook(text, places)
    if profile.form not in {Form.CODE, Form.SHELL}:
        return None
    filled = list(_shell_lines(text)) if profile.form is Form.SHELL else []
    places = [place for place in places if _has_quotes(text, place)]
    found = [site for site in _around(profile.language, text, places) if _WHOLE.fullmatch(site.value)]
    if not found:
        return _laid_out(profile, text, filled)
    regions = Regions(profile, text, max(site.end for site in found))
    used = [site for site in found if regions.at(site.start).context in _USED and not _within(regions, site)]
    return _laid_out(profile, text, [*filled, *((site.start, *_line(text, site)) for site in used)])


def _in_notebook(text: str, places: Sequence[int]) -> Composed | None:
    cells = notebook(text)
    if cells is None:
        return None
    inside = sorted(at for place in places if (at := cells.offset(place, text)) is not None)
    made = composed(profile_of(f"cell{cells.ending}"), cells.code, inside)
    return made and replace(made, lines=tuple(cells.line(number) for number in made.lines))


def _has_quotes(text: str, place: int) -> bool:
    """Say whether a string may stand on the line of `place`."""
    begin, end = max(0, place - _REACH), place + _REACH
    line = text[max(text.rfind("\n", begin, place), begin) : place] + text[place:end].partition("\n")[0]
    return any(quote in line for quote in "\"'`")


def _around(language: str, text: str, places: Sequence[int]) -> list[Site]:
    given = _Given(text)
    found, windows = _seen_in(language, text, places, given)
    names = {name for begin, end in windows for name in _names_given(text, begin, end, places)}
    for site in found:
        if name := name_before(text, site.start):
            given.learn(name, site.value)
            names.add(name)
    if uses := {at for name in names for at in _uses(text, name)}:
        found += _seen_in(language, text, sorted(uses), given)[0]
    return list(dict.fromkeys(found))


def _seen_in(
    language: str, text: str, places: Sequence[int], given: _Given
) -> tuple[list[Site], list[tuple[int, int]]]:
    windows = _stretches(text, places)
    return [site for begin, end in windows for site in sites(Window(language, text, begin, end, given.value))], windows


def _names_given(text: str, begin: int, end: int, places: Sequence[int]) -> Iterator[str]:
    """Yield the names that are given a string in which one of `places` lies."""
    for found in _GIVES.finditer(text, begin, end):
        closes = text.find(text[found.end() - 1], found.end())
        if bisect_right(places, found.end() - 1) < bisect_right(places, closes):
            yield found[1]


def _uses(text: str, name: str) -> Iterator[int]:
    """Yield where `name` stands as a whole name, as often as is worth looking at."""
    at, left = text.find(name), _MOST_USES
    while at >= 0 and left:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
            left -= 1
            yield at
        at = text.find(name, end)


def _stretches(text: str, places: Iterable[int]) -> list[tuple[int, int]]:
    """Return the surroundings of `places` (in order), from the line before each on, none overlapping another."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place < found[-1][1] - _REACH // 2:
            continue
        line = text.rfind("\n", 0, max(0, text.rfind("\n", 0, place))) + 1
        begin = max(line, place - _REACH, found[-1][1] if found else 0)
        found.append((begin, min(len(text), place + _REACH)))
        if len(found) == _MOST:
            break
    return found


class _Given:
    """What the names in a text stand for, each looked up when first asked for."""

    def __init__(self, text: str) -> None:
        """Look up nothing yet."""
        self._text = text
        self._known: dict[str, str] = {}

    def learn(self, name: str, value: str) -> None:
        """Take note that `name` stands for a string that was put together."""
        self._known[name] = self._known.get(name) or value

    def value(self, name: str) -> str:
        """Return the one string that the text gives `name`, also where an object or a class holds it; else nothing."""
        last = re.split(r"\.|::|->", name)[-1]
        if last not in self._known:
            values = {
                content(found["value"])
                for at in _uses(self._text, last)
                if (found := _GIVEN.match(self._text, at + len(last)))
            }
            self._known[last] = values.pop() if len(values) == 1 else ""
        return self._known[last]


def _within(regions: Regions, site: Site) -> bool:
    """Say whether the expression only stands in a longer string."""
    region = regions.at(site.start)
    return region.context is Context.STRING and region.end > site.end


def _line(text: str, site: Site) -> tuple[str, str, str]:
    """Return what stands on the line before the expression, its string, and what stands behind it."""
    begin = max(text.rfind("\n", 0, site.start) + 1, site.start - _LEAD)
    end = text.find("\n", site.end)
    end = min(len(text) if end < 0 else end, site.end + _REST)
    return f'{text[begin : site.start]}"', site.value, f'"{text[site.end : end]}'


def _laid_out(profile: Profile, text: str, found: Iterable[tuple[int, str, str, str]]) -> Composed | None:
    lines: list[str] = []
    numbers: list[int] = []
    spans: list[tuple[int, int]] = []
    number, counted, length = 1, 0, 0
    for start, lead, value, rest in sorted(set(found)):
        number += text.count("\n", counted, start)
        counted = start
        numbers.append(number)
        lines.append(f"{lead}{value}{rest}".replace("\n", " "))
        spans.append((length + len(lead), length + len(lead) + len(value)))
        length += len(lines[-1]) + 1
    return Composed(profile, "\n".join(lines), tuple(numbers), tuple(spans)) if lines else None


def _shell_lines(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the lines of a script in which a name is replaced by what the script gives it."""
    given: dict[str, set[str]] = {}
    for found in _SHELL_GIVEN.finditer(text):
        given.setdefault(found["name"], set()).add(found["value"])
    known = {name: value for name, values in given.items() if len(values) == 1 for value in values}

    def value(hole: re.Match[str]) -> str:
        return known.get(hole[1] or hole[3] or hole[4] or "", hole[2] or hole[0])

    lines: dict[int, int] = {}
    for hole in _SHELL_HOLE.finditer(text):
        if value(hole) != hole[0]:
            start = text.rfind("\n", 0, hole.start()) + 1
            end = text.find("\n", start)
            lines[start] = len(text) if end < 0 else end
    for start, end in list(lines.items())[:_MOST]:
        yield start, "", _SHELL_HOLE.sub(value, text[start : min(end, start + 400)]), ""
