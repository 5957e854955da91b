"""How long one decision takes. The limit: 100 µs."""

from __future__ import annotations

import json
import time
from datetime import date

from figures import about, median
from muniment import wiring
from muniment.decide.engine import Question
from muniment.domain.ids import FactId, VendorId

LIMIT = 100e-6
ROUNDS, COUNT = 9, 2000


def main() -> None:
    """Print the median for each vendor with a rule, the slowest last, and one line of JSON."""
    book = wiring.rulebook()
    engine = wiring.engine(book)
    facts = {
        FactId("contract.customer"): "dod",
        FactId("party.tier"): "prime",
        FactId("use.purposes"): frozenset({"performance"}),
        FactId("contract.clauses"): frozenset({"52.204-25", "52.204-30"}),
    }
    vendors = {vendor for restriction in book.restrictions.values() for vendor in restriction.vendors}
    times = {vendor: median([timed(engine, vendor, facts) for _ in range(ROUNDS)]) for vendor in vendors}
    for vendor, seconds in sorted(times.items(), key=lambda item: item[1]):
        print(f"{vendor:24}{seconds * 1e6:8.1f} µs")
    slowest = max(times.values())
    print(
        json.dumps({**about(), "slowest_us": round(slowest * 1e6, 1), "decision_vs_limit": round(slowest / LIMIT, 3)})
    )


def timed(engine, vendor: VendorId, facts) -> float:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Return the seconds that one decision takes, averaged over many on different days."""
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n % 330) for n in range(COUNT)]
    start = time.perf_counter()
    for day in days:
        engine.decide(Question(vendor=vendor, facts=facts, as_of=day))
    return (time.perf_counter() - start) / COUNT


if __name__ == "__main__":
    main()
