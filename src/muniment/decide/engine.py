"""The decision: every instrument that names the vendor is weighed, and the strictest of them decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.decide.vendor import AboutVendor
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.age import AgeLimit
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision
    from muniment.domain.ids import VendorId
    from muniment.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this vendor's technology be used, given these facts, on this day? `waivers` are those of the contract.

    `age_limit` says when it is asked, and how old the rulebook may be then; where it is left out, age does not count.
    """

    vendor: VendorId
    facts: Facts
    as_of: date
    waivers: tuple[Waiver, ...] = ()
    age_limit: AgeLimit | None = None


class Engine:
    """A rulebook, ready to decide: what bears on a vendor is compiled when it is first asked about."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Take `rulebook` as the law."""
        self.rulebook = rulebook
        self._vendors: dict[VendorId, AboutVendor] = {}

    def decide(self, question: Question) -> Decision:
        """Return the decision on `question`.

        A missing fact never makes a use permitted: while it can change the outcome, that is `UNDETERMINED`. Nor does a
        rulebook that is older than the question allows.
        Raises: InputError for a vendor that the rulebook does not know.
        """
        about = self._vendors.get(question.vendor) or self._compiled(question.vendor)
        return about.decide(question.facts, question.as_of, question.waivers, question.age_limit)

    def forget(self) -> None:
        """Forget every answer. It changes none; whoever measures how long a first answer takes needs it."""
        for about in self._vendors.values():
            about.forget()

    def _compiled(self, name: VendorId) -> AboutVendor:
        vendor = self.rulebook.vendors.get(name)
        if vendor is None:
            what = f"vendor `{name}` is not in the rulebook"
            raise InputError(Problem(where="the question", what=what, help="`muniment rules list` names the vendors"))
        return self._vendors.setdefault(name, AboutVendor(vendor, self.rulebook))
