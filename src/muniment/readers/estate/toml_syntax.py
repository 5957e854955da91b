"""TOML that is no TOML: where it breaks, and what would help."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.errors import Problem

if TYPE_CHECKING:
    from muniment.errors import InputError

_AT = lazily(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NO_DAY = lazily(r"\d{4}-\d{1,2}-\d{1,2}")
_YEAR = 4
"""What is written like a day that no calendar has, or one without its zeros, breaks after the year."""
_SYNTAX_HELP = (
    ("cannot declare", "a table stands once; write [[contracts]] and [[systems]] with both pairs of brackets"),
    ("cannot overwrite", "a key stands once in its table; a new contract or system begins with its own header"),
    ("cannot mutate", "a table in { } is complete; write its keys inside the braces"),
    ("invalid value", "put text in quotation marks; write days as 2026-03-04, and true or false, without them"),
    ("invalid date", "a day is written year-month-day, e.g. 2026-03-04, and must exist in the calendar"),
    ("unclosed", "close the list with ] or the table with }, with commas between the entries"),
    (
        "expected newline",
        "begin a new line after each value; write days as 2026-03-04, and put other text in quotation marks",
    ),
    ("expected '='", "write `key = value`; a table begins with its name in brackets"),
    ("unterminated", "close the text with the quotation mark that opens it"),
    ("illegal character", "close the text on its own line; write \\\\ for one backslash"),
    ("unescaped", "put text that holds backslashes in '...'"),
)


def parse(text: str, where: str, error: type[InputError]) -> dict[str, object]:
    """Return the values of `text`; `where` names the file.

    Raises: `error`, with the place.   Source: TOML 1.0.0.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        problem = Problem(where=f"{where}:1:1", what="lists or tables are nested too deeply", help="")
        raise error(problem) from None
    except tomllib.TOMLDecodeError as broken:
        raise error(_problem(text, where, str(broken))) from None
    except ValueError:
        raise error(_problem(text, where, "a number has too many digits")) from None


def _problem(text: str, where: str, said: str) -> Problem:
    """Turn the parser's message, with its place at the end, into ours."""
    at = _AT.search(said)
    what = _AT.sub("", said).replace("'", "`")
    what = what[:1].lower() + what[1:]
    line, column = (at[1], at[2]) if at and at[1] else (text.count("\n") + 1, len(text) - text.rfind("\n"))
    broken = text.split("\n")[int(line) - 1] if at and at[1] else ""
    if day := _NO_DAY.match(broken, max(int(column) - 1 - _YEAR, 0)):
        what, said = f"`{day[0]}` is no day", "invalid date"
    help_ = next((help_ for start, help_ in _SYNTAX_HELP if said.lower().startswith(start)), "")
    return Problem(where=f"{where}:{line}:{column}", what=what, help=help_)
