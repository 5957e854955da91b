"""How long decisions take: with facts seen before, with new ones, in a batch; and one equal rule in other engines.

Values that only hold each other are looked for as seldom as they are in a check, and less often than in a gateway.

`--peers` installs OpenFisca-core, cedarpy and regopy at pinned versions into a venv of their own, outside the lock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import equal_rule
from figures import about, median
from muniment import wiring
from muniment.decide.engine import Engine, Question
from muniment.domain.condition import FactType
from muniment.domain.ids import FactId, VendorId
from muniment.rulebook.files import RulebookFiles, read_rules
from muniment.rulebook.load import load
from muniment.wiring.lasting import seldom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.condition import FactKind, Facts, FactValue
    from muniment.domain.rulebook import Rulebook

LIMIT, BATCH_LIMIT, LOAD_LIMIT = 25e-6, 20.0, 0.3
ROUNDS, COUNT, USES, BATCH = 7, 1_000, 5_000, 1_000_000
TODAY = date(2026, 11, 26)
PEERS = {"cedar": "cedarpy==4.12.2", "rego": "regopy==1.5.2", "openfisca": "OpenFisca-Core==46.0.1"}
CUSTOMER, PURPOSES = FactId("contract.customer"), FactId("use.purposes")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Figures:
    """Seconds that one decision about a vendor takes, by how much of the question was met before."""

    known: float
    new_facts: float
    first: float


def main() -> None:
    """Print the medians for each vendor with a rule, then the batch, the load and the peers, and one line of JSON."""
    book = wiring.rulebook()
    random = Random(0)  # noqa: S311  (no secret)
    with seldom():
        figures = {vendor: figures_of(book, vendor, random) for vendor in vendors(book)}
    print(f"{'µs for one decision':24}{'known':>8}{'new facts':>11}{'first':>8}")
    for vendor, each in sorted(figures.items(), key=lambda item: item[1].first):
        print(f"{vendor:24}{each.known * 1e6:8.1f}{each.new_facts * 1e6:11.1f}{each.first * 1e6:8.1f}")
    one_batch, one_load = batch(book, random), loading()
    print(f"{BATCH:,} pairs of use and instrument: {one_batch:.1f} s; the rulebook from its files: {one_load:.3f} s")
    beside = equal() if "--peers" in sys.argv else {}
    for name, microseconds in beside.items():
        print(f"equal rule, {name:12}{microseconds:8.2f} µs")
    slowest = {kind: max(getattr(each, kind) for each in figures.values()) for kind in ("known", "new_facts", "first")}
    print(
        json.dumps(
            {
                **about(),
                **{f"{kind}_vs_limit": round(seconds / LIMIT, 2) for kind, seconds in slowest.items()},
                "batch_vs_limit": round(one_batch / BATCH_LIMIT, 2),
                "load_vs_limit": round(one_load / LOAD_LIMIT, 2),
                "equal_rule_us": beside,
            }
        )
    )


def vendors(book: Rulebook) -> list[VendorId]:
    """Return the vendors that some restriction reaches."""
    return sorted({vendor for restriction in book.restrictions.values() for vendor in restriction.vendors})


def figures_of(book: Rulebook, vendor: VendorId, random: Random) -> Figures:
    """Return medians: one question again and again, different facts on one day, and each the first of its engine."""
    engine = Engine(book)
    asked = [question(book, vendor, random) for _ in range(COUNT * (ROUNDS + 1))]
    rounds = [asked[start : start + COUNT] for start in range(0, len(asked), COUNT)]
    seconds(engine, rounds[0])
    return Figures(
        known=median([seconds(engine, [asked[0]] * COUNT) for _ in range(ROUNDS)]),
        new_facts=median([seconds(engine, each) for each in rounds[1:]]),
        first=median([first(engine, each) for each in asked[: COUNT // 2]]),
    )


def question(book: Rulebook, vendor: VendorId, random: Random) -> Question:
    """Return a question with a random half of all facts known."""
    facts = {kind.id: value(kind, random) for kind in book.facts.values() if random.random() < 1 / 2}
    return Question(vendor=vendor, facts=facts, as_of=TODAY)


def value(kind: FactKind, random: Random) -> FactValue:
    """Return a random value; of what is open, one that rules name."""
    match kind.type:
        case FactType.YES_NO:
            return random.random() < 1 / 2
        case FactType.DAY:
            return TODAY - timedelta(days=random.randint(0, 900))
        case FactType.MOMENT:
            return datetime(2026, 11, 26, random.randint(0, 23), tzinfo=UTC)
        case FactType.SET:
            words = kind.choices or ("52.204-25", "52.204-30", "52.240-91", "252.239-7018")
            return frozenset(random.sample(words, random.randint(0, min(3, len(words)))))
        case FactType.CHOICE | FactType.TEXT:
            return random.choice(kind.choices or ("navy", "army"))


def seconds(engine: Engine, asked: Sequence[Question]) -> float:
    """Return the processor seconds that one of the questions takes."""
    start = time.process_time()
    for each in asked:
        engine.decide(each)
    return (time.process_time() - start) / len(asked)


def first(engine: Engine, asked: Question) -> float:
    """Return the seconds that a question takes when nothing is remembered."""
    engine.forget()
    start = time.perf_counter()
    engine.decide(asked)
    return time.perf_counter() - start


def batch(book: Rulebook, random: Random) -> float:
    """Return the processor seconds for a million pairs of a use and an instrument that may bind it.

    The uses are those of a large organisation: 5,000 of any vendor with a rule, each with facts of its own, asked about
    in random order until a million pairs are reached.
    """
    engine, names = Engine(book), vendors(book)
    asked = [question(book, random.choice(names), random) for _ in range(USES)]
    weights = {name: sum(name in each.vendors for each in book.restrictions.values()) for name in names}
    start, pairs = time.process_time(), 0
    for each in endless(asked, random):
        engine.decide(each)
        pairs += weights[each.vendor]
        if pairs >= BATCH:
            return time.process_time() - start
    raise AssertionError


def endless(asked: Sequence[Question], random: Random) -> Iterator[Question]:
    """Yield the questions again and again, each time in another order."""
    while True:
        yield from random.sample(asked, len(asked))


def loading() -> float:
    """Return the processor seconds that a new process takes to read the rulebook from its files, imports included."""
    script = (
        "import time; start = time.process_time()\n"
        "from pathlib import Path\n"
        "from muniment.rulebook.files import read_rules\n"
        "from muniment.rulebook.load import load\n"
        "from muniment.wiring.lasting import lasting\n"
        f"with lasting(): load(read_rules(Path({str(ROOT / 'rulebook')!r})))\n"
        "print(time.process_time() - start)"
    )
    runs = [subprocess.run([sys.executable, "-c", script], check=True, capture_output=True) for _ in range(ROUNDS)]
    return median([float(run.stdout) for run in runs])


def equal() -> dict[str, float]:
    """Return the microseconds that one answer takes in each engine. Raises: SystemExit where the answers differ."""
    ours = equal_rule.measured(muniment())
    found = {"muniment": ours, **{name: elsewhere(name, package) for name, package in PEERS.items()}}
    if differing := [name for name, each in found.items() if each.answers != ours.answers]:
        raise SystemExit(f"other answers: {', '.join(differing)}")
    return {name: each.microseconds for name, each in found.items()}


def muniment() -> equal_rule.Answers:
    """Return the answers of our own engine under a rulebook that holds the one rule."""
    files = read_rules(ROOT / "bench" / "equal-rule")
    engine = Engine(load(RulebookFiles(folder=files.folder, contents=files.contents)))

    def answers(asked: Sequence[equal_rule.Asked]) -> list[bool]:
        engine.forget()
        found = []
        for each in asked:
            facts: Facts = {CUSTOMER: each.customer, PURPOSES: frozenset(each.purposes)}
            decision = engine.decide(Question(vendor=VendorId("northwind"), facts=facts, as_of=each.day))
            found.append(decision.outcome.value == "prohibited")
        return found

    return answers


def elsewhere(name: str, package: str) -> equal_rule.Measured:
    """Return the figures of another engine, from a venv that holds nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = f"{folder}/bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True, stderr=subprocess.DEVNULL)
        script = str(ROOT / "bench" / "equal_rule.py")
        run = subprocess.run([python, script, name], check=True, capture_output=True, text=True)
    return equal_rule.Measured(**json.loads(run.stdout))


if __name__ == "__main__":
    main()
