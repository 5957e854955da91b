"""Model ids: the value of an option or a parameter, and not a word in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.discover.identifiers.called import is_asked_for_an_answer
from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import ALPHANUMERIC, run_at
from muniment.domain.evidence import Context, Rung
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Found, Spot

_MODEL_RUN = ALPHANUMERIC + "_.:/@+-"
_PAGE = lazily(
    r"(?i)(?:https?://)?(?:(?:www|docs?|blog|developers?|help|support)\.|(?:[\w-]+\.)?github\.(?:com|io)/(?!.*/(?:raw|releases/download)/)|gitlab\.com/|arxiv\.org/"
    r"|raw\.githubusercontent\.com/|huggingface\.co/(?!.*/resolve/)|openrouter\.ai/(?!api/)|ollama\.com/|medium\.com/)"
)
"""An address that a person reads, whatever model or owner its path names."""
_OWN_ADDRESS = lazily(
    r"(?i)\b(?:api|base|server)?_?(?:base|url|endpoint)[\"']?\s*[:=]\s*[\"']?https?://"
    r"(?:localhost|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|[\w-]+"
    r"|[\w.-]+\.(?:local|internal|lan|svc|localdomain))(?:[:/\s\"',]|$)"
)
"""An address whose host no public name leads to."""
_NAMES_AN_ADDRESS: Final = ("base", "url", "endpoint")
_SHORT: Final = 3
_ASKS_FOR_A_MODEL = lazily(r"(?i)model[\w-]*[\"']?\s*[:= ]\s*[\"']?$|\s-m\s+[\"']?$")
_NOISE = lazily(r"\+[\w./:@+-]|[\w+/]{64,}")
"""What stands in data that is written in letters, and in no model id."""
_FILE_OF_A_PAGE = lazily(r"(?i)\.(?:css|m?js|jsx|tsx?|map|png|jpe?g|svg|gif|webp|ico|woff2?|ttf|html?|md)$")
"""How the name of a file ends that a page loads, with letters and digits in it that come from its content."""
_WORD = lazily(r"[(\"'*_]*[A-Za-z][a-z'\u2019-]*[,;.)\"'*_!?]*")
_ANY_WORD = lazily(r"[\w'\u2019-]+[,:]?")
_ON_ITS_OWN = lazily(r"\s*(?:-\s+)?[\w.-]+\s*[:=]\s*[\"']?[^\s\"']+[\"']?,?\s*$")
_WORDS_OF_A_SENTENCE: Final = 4
_WORDS_OF_A_LONG_SENTENCE: Final = 8
_WORDS_OF_A_PAGE: Final = 40
_PLAIN_WORD = lazily(r"[a-z]{2,}['\u2019a-z-]*[,;.]?")
_AN_OPTION: Final = ("-", "$", "{")
"""How a word begins that stands in a command."""
_BEGINS_A_MESSAGE = lazily(r"[\w-]+:[A-Z][a-z]+$")
"""A name and the first word of what is said of it: `northwind:Invalid key`."""
_NAME_OF_DATA = lazily(
    r"(?i)(?:\bload_dataset\(\s*(?:path\s*=\s*)?|\b(?:index|collection|dataset|table|bucket|experiment)_?name[\"']?\s*[:=]\s*)"
    r"[rf]?[\"']$"
)
"""What stands before the name of data, which may well be called like the model that it is about."""
_FIGURES = lazily(
    r"[\"'`]?\]?\s*(?::|=>)\s*(?:\d[\d_]{3,}|\d+\s*\*\s*1\d{3}|[(\[]\s*\d[\d._]*\s*,\s*\d[\d._e-]*\s*[)\]]"
    r"|\{\s*[\"']?(?:\w*(?:cost|price|input|output|prompt|context|max|limit|tokens?)\w*)[\"']?\s*(?::|=>)\s*\d)"
)
"""What follows a key whose value is a large number, a pair of numbers, or a price or limit with its name."""
_NAMES_A_MODEL = frozenset(
    ["run", "pull", "serve", "create", "model", "models", "engine", "from", "use", "load", "chat"]
)


def models(spot: Spot) -> Iterator[Found]:
    """Yield the model id at `spot`, also without what stands before or after a `:`."""
    if spot.context is Context.CODE:
        return
    start, whole = run_at(_MODEL_RUN, spot)
    run = whole.strip(".:/@-")
    if not run or _NOISE.search(run) or _FILE_OF_A_PAGE.search(run) or _is_word_of_a_script(spot, start, run):
        return
    if "/" in run and _is_served_here(spot):
        run = whole = run.partition("/")[2]
    named = (
        _on_a_page(spot, start, whole)
        or _in_sentence(spot, start, whole)
        or _names_data(spot)
        or _begins_a_message(spot, start, whole)
        or _has_figures(spot)
    )
    rung = Rung.MENTIONED if named else Rung.INVOKED if is_asked_for_an_answer(spot) else Rung.CONFIGURED
    yield run.lower(), rung
    if ":" in run and "//" not in run:
        yield run.lower().partition(":")[2], rung
        yield run.lower().partition(":")[0], rung
    if whole.startswith(":"):
        yield f":{run}".lower(), rung
    if whole.endswith("/") or (whole.endswith(":") and spot.inside == whole):
        yield f"{run}{whole[-1]}".lower(), rung


def _is_served_here(spot: Spot) -> bool:
    """Say whether an address beside the model is of this network, so that its prefix names a protocol."""
    near = spot.around.near(spot.hit.start) if spot.profile.form is Form.SETTINGS else ""
    if "://" not in near or not any(word in near.lower() for word in _NAMES_AN_ADDRESS):
        return False
    return _OWN_ADDRESS.search(next(spot.around.beside(spot.hit.start), "")) is not None


def _on_a_page(spot: Spot, start: int, run: str) -> bool:
    """Say whether `run`, from `start` on, is an address for people, unless the pattern itself names that address."""
    page = _PAGE.match(run)
    return page is not None and spot.at - start >= page.end()


def _begins_a_message(spot: Spot, start: int, run: str) -> bool:
    """Say whether `run`, from `start` on, is a name with the first of several words that are said of it."""
    goes_on = spot.context is Context.STRING and spot.line[start + len(run) : spot.last].startswith(" ")
    return goes_on and _BEGINS_A_MESSAGE.match(run) is not None


def _names_data(spot: Spot) -> bool:
    """Say whether the string is the name of data, and no model's."""
    return spot.profile.form is Form.CODE and _NAME_OF_DATA.search(spot.before) is not None


def _has_figures(spot: Spot) -> bool:
    """Say whether the string is a key of a table in code that tells how much a model takes or costs."""
    code = spot.profile.form is Form.CODE and spot.context is Context.STRING
    return code and _FIGURES.match(spot.line, spot.last) is not None


def _in_sentence(spot: Spot, start: int, run: str) -> bool:
    """Say whether `run`, from `start` on, is a word among words, as in a message, and not the value of an option."""
    if spot.profile.form is Form.SHELL or (spot.context is Context.FIELD and _ON_ITS_OWN.match(spot.line)):
        return False
    before = spot.line[spot.first : start].removesuffix('\\"').rstrip("`").split()
    after = spot.line[start + len(run) : spot.last].removeprefix('\\"').lstrip("`").split()
    words = len(before) + len(after)
    if words < _WORDS_OF_A_SENTENCE:
        return _is_headline(before, after, run)
    if words > _WORDS_OF_A_PAGE and spot.profile.form is Form.SETTINGS and spot.context is Context.STRING:
        return True
    if before and _WORD.fullmatch(before[-1]):
        return before[-1].lower() not in _NAMES_A_MODEL or words >= _WORDS_OF_A_LONG_SENTENCE
    opens = not before or before[-1].rstrip("*_").endswith(":")
    if opens and len(after) >= _WORDS_OF_A_SENTENCE - 1 and all(_WORD.fullmatch(word) for word in after[:3]):
        return True
    return spot.context is Context.STRING and spot.profile.form is Form.CODE and _runs_on(before, after)


def _runs_on(before: list[str], after: list[str]) -> bool:
    """Say whether what stands before and after a name is part of a text that goes on in other strings."""
    words = [*before, *after]
    if any(word.startswith(_AN_OPTION) or "=" in word or "(" in word[1:] for word in words):
        return False
    return sum(1 for word in words if _PLAIN_WORD.fullmatch(word)) >= _WORDS_OF_A_SENTENCE


def _is_headline(before: list[str], after: list[str], run: str) -> bool:
    """Say whether a model's name, written with a capital, ends a few words, as in the title of an article."""
    return not after and len(before) > 1 and run[:1].isupper() and all(_ANY_WORD.fullmatch(word) for word in before)


def _is_word_of_a_script(spot: Spot, start: int, run: str) -> bool:
    """Say whether so short a name stands in a script otherwise than as the value of an option that asks for a model."""
    if spot.profile.form is not Form.SHELL or len(run.rpartition("/")[2]) > _SHORT:
        return False
    return _ASKS_FOR_A_MODEL.search(spot.line[:start]) is None
