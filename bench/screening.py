"""Screen 100,000 made-up suppliers against the rulebook and a list of 20,000 made-up names.

Against a plain loop over rapidfuzz's `extractOne`, on a sample in the same run; and how much of what a comparison with
every name finds is found by looking words up.
"""

from __future__ import annotations

import json
import random
import resource
import time
from datetime import date

from rapidfuzz import fuzz, process, utils

from muniment import wiring
from muniment.domain.screening import Entity, EntityName
from muniment.domain.supplier import NameKind, Supplier
from muniment.screen.entities import vendors
from muniment.screen.names import normal
from muniment.screen.screening import Screener

SUPPLIERS, LISTED, PLAIN, EXHAUSTIVE = 100_000, 20_000, 300, 300
KNOWN = 0.02
"""The share of suppliers that are on the list, in other words."""
SYLLABLES = "ba bel cor da den fa gar hal in jor ka lam mer nor or pel qua ran sol tar un vel wes xan yor zel".split()  # noqa: SIM905  (shorter)
KINDS = [
    "Technologies",
    "International",
    "Trading",
    "Shipping",
    "Electronics",
    "Group",
    "Industries",
    "Systems",
    "Steel",
]
FORMS = ["Inc.", "LLC", "Co., Ltd.", "GmbH", "S.A.", "Ltd", "Corp", ""]


def made_up(chance: random.Random) -> str:
    """Return a name of a company, one or two coined words, a common one and a legal form."""
    coined = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(chance.randint(1, 2))]
    return " ".join([*coined, chance.choice(KINDS), chance.choice(FORMS)]).strip()


def varied(name: str, chance: random.Random) -> str:
    """Return the name as another system may have it: in capitals, in another order, with a slip."""
    words = name.split()
    match chance.randrange(4):
        case 0:
            return name.upper()
        case 1:
            return " ".join([*words[1:], words[0]])
        case 2:
            at = chance.randrange(len(words[0]))
            return name[:at] + name[at + 1 :]
        case _:
            return f"{name} {chance.choice(FORMS)}"


def main() -> None:
    """Measure, and print one line of JSON."""
    chance = random.Random(27)  # noqa: S311  (the same names each time)
    listed = [made_up(chance) for _ in range(LISTED)]
    names = [
        varied(chance.choice(listed), chance) if chance.random() < KNOWN else made_up(chance) for _ in range(SUPPLIERS)
    ]
    entities = [
        Entity(ref=f"list:{at}", name=name, of="list", names=(EntityName(text=name),)) for at, name in enumerate(listed)
    ]
    began = time.process_time()
    screener = Screener([*vendors(wiring.rulebook(), date(2026, 11, 26)), *entities])
    arranged = time.process_time() - began
    suppliers = [Supplier(row=row, names=((NameKind.NAME, name),)) for row, name in enumerate(names, start=2)]
    began = time.process_time()
    matched = sum(1 for supplier in suppliers if screener.screen(supplier).matches)
    ours = time.process_time() - began

    choices = [utils.default_process(name) for name in listed]
    began = time.process_time()
    for name in names[:PLAIN]:
        process.extractOne(
            utils.default_process(name), choices, scorer=fuzz.token_sort_ratio, processor=None, score_cutoff=80
        )
    plain = (time.process_time() - began) / PLAIN * SUPPLIERS

    found = everywhere = 0
    sample = [varied(chance.choice(listed), chance) if at % 2 else names[at] for at in range(EXHAUSTIVE)]
    for plain_name in map(normal, sample):
        all_of = screener.index.everywhere(plain_name, 0.795).keys()
        everywhere += len(all_of)
        found += len(all_of & screener.index.find(plain_name, 0.795).keys())
    answer = {
        "suppliers": SUPPLIERS,
        "names": len(screener.index.targets),
        "arranging_s": round(arranged, 2),
        "screening_s": round(ours, 1),
        "plain_loop_s": round(plain, 1),
        "times_faster": round(plain / ours, 1),
        "matched": matched,
        "pairs_everywhere": everywhere,
        "recall_of_looking_up": round(found / everywhere, 4),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
