"""Exceptions that do not help: something speaks for them, and something else rules them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.decide.logic import failing, truth_of
from muniment.decide.seen import Seen
from muniment.domain.condition import leaves_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.condition import Facts
    from muniment.domain.restriction import ExceptionRule, Restriction


def unmet(restriction: Restriction, facts: Facts) -> Iterator[tuple[ExceptionRule, str]]:
    """Yield each exception of which a part holds and the whole surely does not, with the facts that rule it out.

    Whoever knows of an exception and believes that it applies has to be told why it does not.
    """
    for exception in restriction.exceptions:
        partly = any(truth_of(leaf, facts) is True for leaf in leaves_of(exception.when))
        if partly and truth_of(exception.when, facts) is False:
            yield exception, failing(exception.when)(Seen(facts))
