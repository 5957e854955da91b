"""Whether code calls what it brings in or names: a library, an address, a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.discover.text.calls import callee
from muniment.discover.text.lexis import Form
from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Spot

_CALLED = lazily(r"(?:\s{0,4}(?:\.|::|->|\?\.)\s{0,4}[A-Za-z_]\w*){0,6}\s{0,2}(?:::)?(?:<[^<>()\n]{0,60}>)?\(")
"""What follows a name that is called, or something of which is."""
_NAME = lazily(r"[A-Za-z_$][\w$]*")
_QUOTED = lazily(r"[\"'`][^\"'`\n]*[\"'`]")
_LAST = lazily(r"(?:\bas\s+(\w+)|=>\s*(\w+)|([A-Za-z_]\w*))\s*;?\s*$")
_ENDS_LIKE_A_CLIENT = ("client", "llm", "model", "api", "sdk", "chat", "service")
_NO_NAMES: Final = frozenset(
    "import from as require const let var use using static type typeof await default new return export".split()  # noqa: SIM905  (shorter)
)
_REACH: Final = 2000
_MOST_PLACES: Final = 60
_SENDS = lazily(
    r"(?i)(?:\b|_)(?:get|post|put|patch|delete|head|request\w*|fetch\w*|urlopen|open|send\w*|do|connect\w*|create_connection"
    r"|(?:get|post|put|request|send)(?:Async|String|Json)|HTTPSConnection|curl_init|setEndpoint|new(?:Builder|Request)|URL|URI|Uri|ws_?connect)"
    r"\s*!?\(\s*(?:[\w.&]+\s*,\s*){0,2}(?:new\s+\w+\()?(?:url\s*[:=]\s*)?[rfbuL@$]{0,2}[\"'`]+$"
)
"""What stands before an address that is asked for something then and there."""
_CLIENT = lazily(r"\.client\(\s*(?:service_name\s*=\s*)?[\"']$")
"""What stands before the name of a service of a cloud, by its general library."""
_A_MODEL = lazily(r"(?i)\bmodel(?:_?(?:id|name))?[\"']?\s*[:=]\s*(?:to_string\()?[\"'`]$")
_ASKS = lazily(
    r"(?i)(?:^|\.|::)a?(?:(?:completions?|completion_with_retries|embeddings?|transcriptions?|responses?)|create|chat|ask|complete"
    r"|(?:generate|invoke|converse|embed|stream|predict|rerank|run|query|parse|moderat|transcri)\w*)$"
)


def is_called(after: str, name: str, matched: str) -> bool:
    """Say whether `name`, in which the word of a signature is `matched`, is called, or something of it is."""
    if after.lstrip().startswith("("):
        return True
    if _CALLED.match(after) is None:
        return False
    alone = name.lower() == matched.lower()
    a_type = name[:1].isupper() and not name.isupper()
    return alone or a_type or name.lower().endswith(_ENDS_LIKE_A_CLIENT)


def calls_what_it_imports(spot: Spot) -> bool:
    """Say whether the file calls something by a name that the import at `spot` gives it."""
    text = spot.text
    begin, end = _statement(spot)
    for name in _given(spot, text[begin:end]):
        at = text.find(name)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            last = at + len(name)
            whole = not (text[at - 1 : at].isalnum() or text[at - 1 : at] in {"_", "."}) if at else True
            if whole and not begin <= at < end and _CALLED.match(text, last):
                return True
            at = text.find(name, last)
    return False


def is_asked(spot: Spot) -> bool:
    """Say whether the string at `spot` is an address that is asked, as an argument of what sends requests."""
    if spot.profile.form is not Form.CODE or spot.context is not Context.STRING:
        return False
    return _CLIENT.search(spot.before) is not None or ("." in spot.inside and _SENDS.search(spot.before) is not None)


def is_asked_for_an_answer(spot: Spot) -> bool:
    """Say whether the string at `spot` is the model in a call that asks one for something."""
    if spot.profile.form is not Form.CODE or spot.context is not Context.STRING or not _A_MODEL.search(spot.before):
        return False
    return _ASKS.search(callee(spot.text, spot.hit.start)) is not None


def _statement(spot: Spot) -> tuple[int, int]:
    """Return where the import at `spot` begins and ends; one in brackets may be spread over lines."""
    text = spot.text
    begin = spot.hit.start - spot.at
    end = begin + len(spot.line)
    line = spot.line
    if line.lstrip().startswith("}"):
        begin = max(begin - _REACH, text.rfind("import", max(0, begin - _REACH), begin))
    for opens, closes in (("(", ")"), ("{", "}")):
        if line.count(opens) > line.count(closes):
            closed = text.find(closes, end, end + _REACH)
            end = closed if closed >= 0 else end
    return max(0, begin), end


def _given(spot: Spot, statement: str) -> Iterator[str]:
    """Yield the names that a file knows by an import what it brings."""
    match spot.profile.language:
        case "python":
            yield from _in_python(spot, statement)
        case "js":
            yield from _names(_QUOTED.sub("", statement))
        case "go":
            yield from _in_go(spot)
        case "jvm" | "rust" | "php" | "swift":
            inside = re.search(r"\{([^}]*)", statement)
            parts = inside[1].split(",") if inside else [statement]
            yield from (next(filter(None, last.groups())) for part in parts if (last := _LAST.search(part.strip())))
        case _:
            return


def _in_python(spot: Spot, statement: str) -> Iterator[str]:
    brought = statement.partition(" import ")[2] if "from " in statement else ""
    if brought:
        parts = brought.strip("()\\ \n").split(",")
    elif "import " in statement:
        parts = [part for part in statement.partition("import ")[2].split(",") if spot.matched in part]
    else:
        parts = [spot.line.strip(" ,()")]
    for part in parts:
        words = part.split("#")[0].split()
        if words:
            yield words[-1] if "as" in words else words[0].partition(".")[0] if not brought else words[0]


def _in_go(spot: Spot) -> Iterator[str]:
    alias = _NAME.findall(spot.line[: spot.first])
    if alias and alias[-1] not in _NO_NAMES:
        yield alias[-1]
        return
    last = re.sub(r"/v\d+$", "", spot.inside).rpartition("/")[2]
    yield from {re.sub(r"^go-|-?(?:sdk)?-?go$", "", last).replace("-", ""), last.replace("-", "_")} - {""}


def _names(text: str) -> Iterator[str]:
    yield from (name for name in _NAME.findall(text) if name not in _NO_NAMES)
