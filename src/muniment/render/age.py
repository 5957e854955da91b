"""How old a rulebook is, in words and in JSON, and what to do about one that is too old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from muniment.domain.decision import Outcome
from muniment.render.words import STYLE, WORD, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.age import Age
    from muniment.domain.decision import Decision
    from muniment.domain.rulebook import Rulebook

MEND: Final = (
    "install a newer rulebook (muniment rules install BUNDLE), or raise `max_age_days` below [rulebook] in the estate "
    "file, which answers and records then show"
)


def rulebook_lines(rulebook: Rulebook, age: Age | None = None) -> Iterator[Text]:
    """Yield which rulebook was used, how old it is, and a warning where it is too old."""
    yield Text(f"Rulebook {rulebook.version} of {rulebook.released}, {rulebook.digest[:19]}", style="quiet")
    yield from age_lines(age)


def age_lines(age: Age | None) -> Iterator[Text]:
    """Yield how old a rulebook is; nothing where its age does not count."""
    if age is None:
        return
    yield Text(f"Looked up {age_words(age)}", style="quiet")
    if age.stale:
        yield Text(
            f"? Stale: {age.because}. It permits nothing any more. To mend: {MEND}", style=STYLE[Outcome.UNDETERMINED]
        )


def age_words(age: Age) -> str:
    """Return the last look-up, its age, and the age that is set."""
    limit = age.limit
    return (
        f"through {age.looked_up}, {count(age.days, 'day')} before {limit.asked_on}; "
        f"stale past {limit.max_days:,} (set in the {limit.set_in.words})"
    )


def stale_words(decision: Decision) -> str:
    """Return why a decision is stale, and what the instruments led to; empty where it is not."""
    if decision.age is None or not decision.age.stale:
        return ""
    led = f"; when it was looked up, the outcome was: {WORD[decision.as_looked_up]}" if decision.as_looked_up else ""
    return f"{decision.age.because}{led}"


def age_value(age: Age) -> dict[str, Any]:
    """Return an age for a program."""
    return {
        "asked_on": str(age.limit.asked_on),
        "days": age.days,
        "looked_up": str(age.looked_up),
        "max_days": age.limit.max_days,
        "set_in": age.limit.set_in.value,
        "stale": age.stale,
    }
