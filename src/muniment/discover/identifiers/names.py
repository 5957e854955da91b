"""Names: in code, of environment variables, of keys in settings, in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.discover.identifiers.called import is_called
from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import ALPHANUMERIC, SETTING_CONTEXTS, run_at
from muniment.domain.evidence import Context, Rung
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Found, Spot

_NAME_RUN = ALPHANUMERIC + "_$"
_DOTTED_RUN = _NAME_RUN + "."
_KEY_RUN = ALPHANUMERIC + "_.-"
_ENV = lazily(r"[A-Z][A-Z0-9_]+")
_NEAR: Final = 200
_SECRETS = lazily(
    r"(?:[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|SECRET|PASSWORD|PAT)\\?\|){2,}[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|SECRET|PASSWORD|PAT)\b"
)
"""Names of secrets as alternatives."""
_KEY_BEFORE = lazily(
    r"(?:^|[{,;<\[]|<key>|\bexport\s|\b(?:ENV|ARG)\s)\s*(?:-\s+)?(?:\\?[\"'])?$|(?:^|\s)[\"']?(?:[A-Za-z]\w*:){1,6}$"
)
"""What stands before a key: the beginning of its line, what opens or parts its object, or the keys around it."""
_WORDS_BEFORE_A_KEY: Final = 3
"""What the expression above can reach over: `export`, the dash of an item, and a quote."""
_KEY_AFTER = lazily(r"(?:\\?[\"'])?\]?\s*(?:[:>]|</key>|=(?!=))")
_NUMBERED = lazily(r"\s*=\s*\d{1,4}\s*[;,}]")
_JSX_TEXT_BEFORE = lazily(r">[^<>{}=;()]*$")
_JSX_TEXT_AFTER = lazily(r"[^<>{}=;()]*</")
_PLAIN_TEXT = lazily(r"\s*[A-Za-z][\w.,'!?-]*(?: +[\w.,'!?&-]+){2,}\s*$")


def environment(spot: Spot) -> Iterator[Found]:
    """Yield the environment variable at `spot`."""
    _, run = run_at(_NAME_RUN, spot)
    if "_" in run and _ENV.fullmatch(run):
        yield run, Rung.MENTIONED if _is_among_secrets(spot) else Rung.CONFIGURED


def symbols(spot: Spot) -> Iterator[Found]:
    """Yield the name in code at `spot`, with its module where the hit holds it; one that is called is invoked."""
    if spot.context is not Context.CODE:
        return
    start, run = run_at(_DOTTED_RUN if "." in spot.matched else _NAME_RUN, spot)
    if run and not _is_markup_text(spot):
        after = spot.line[start + len(run) :]
        rung = Rung.INVOKED if is_called(after, run, spot.matched) else Rung.AVAILABLE
        only_named = _is_among_secrets(spot) or _is_enumerator(run, after)
        yield run, Rung.MENTIONED if only_named else rung


def _is_enumerator(run: str, after: str) -> bool:
    """Say whether `run` is a name in a list of names that each stand for a number."""
    return run.isupper() and _NUMBERED.match(after) is not None


def _is_among_secrets(spot: Spot) -> bool:
    """Say whether the hit is one of many names of secrets in a pattern, which looks for what should not be there."""
    near = spot.line[max(0, spot.at - _NEAR) : spot.at + _NEAR]
    return "|" in near and any(spot.matched in found[0] for found in _SECRETS.finditer(near))


def _is_markup_text(spot: Spot) -> bool:
    """Say whether the hit stands between the tags of a page that is written inside code, or alone in words."""
    if spot.profile.language != "js":
        return False
    between = _JSX_TEXT_BEFORE.search(spot.line[: spot.at]) and _JSX_TEXT_AFTER.match(spot.line, spot.at)
    return bool(between or _PLAIN_TEXT.match(spot.line))


def config_keys(spot: Spot) -> Iterator[Found]:
    """Yield the key of a setting at `spot`, also with the keys above it."""
    if spot.context not in SETTING_CONTEXTS or spot.profile.form is Form.CODE:
        return
    start, run = run_at(_KEY_RUN, spot)
    if run and _is_key(spot, start, run):
        yield run, Rung.CONFIGURED
        if spot.keys:
            yield ".".join((*spot.keys, run)), Rung.CONFIGURED


def _is_key(spot: Spot, start: int, run: str) -> bool:
    """Say whether `run`, which begins at `start`, is a key, an element, or part of a heading."""
    if spot.context is Context.FIELD and spot.line.lstrip().startswith("["):
        return True
    before = spot.line[:start]
    if spot.profile.form is Form.SETTINGS and before.endswith("<"):
        return True
    if _KEY_AFTER.match(spot.line, start + len(run)) is None:
        return False
    words = before.rsplit(None, _WORDS_BEFORE_A_KEY)
    return _KEY_BEFORE.search(before, len(words[0]) if len(words) > _WORDS_BEFORE_A_KEY else 0) is not None


def names(spot: Spot) -> Iterator[Found]:
    """Yield the word at `spot`, as a mention."""
    end = spot.at + len(spot.matched)
    before, after = spot.line[spot.at - 1 : spot.at] if spot.at else "", spot.line[end : end + 1]
    if not before.isalnum() and not after.isalnum():
        yield spot.matched, Rung.MENTIONED
