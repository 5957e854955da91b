"""Checks of a whole rulebook that would be too slow, or too strict, for every load."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from muniment.discover.match import Matcher
from muniment.domain.evidence import Identifier
from muniment.errors import Problem, RulebookError
from muniment.rulebook.compare import differences
from muniment.rulebook.fields import gather
from muniment.rulebook.files import CASES, read_cases, read_rules
from muniment.rulebook.load import load_with_places
from muniment.rulebook.parse_cases import parse_cases
from muniment.rulebook.yaml_text import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from typing import TypeAlias

    from muniment.domain.case import Case
    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision
    from muniment.domain.ids import VendorId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Signature
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.load import Placed

    Decide: TypeAlias = Callable[[Rulebook, VendorId, Facts, date], Decision]

_FRESH = timedelta(days=365)
_DAY = timedelta(days=1)


def lint(folder: Path, decide: Decide) -> tuple[Problem, ...]:
    """Return everything that is wrong with the rulebook in `folder`; nothing when all is well.

    `decide` answers each case. A rulebook that cannot be loaded is answered with the problems of loading alone.
    """
    try:
        rules, case_files = read_rules(folder), read_cases(folder)
        placed = load_with_places(rules)
    except RulebookError as error:
        return error.problems
    return (*_signatures(placed), *_sources(placed), *_cases(case_files, placed, decide))
