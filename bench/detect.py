"""Precision and recall on the labelled packages. With `--notes`, every wrong and missing answer."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from findings import findings
from scoring import MEASURES, score
from trees import LABELS, OWN_LABELS, labels, obtained

if TYPE_CHECKING:
    from pathlib import Path


def main() -> None:
    """Print a table for each folder of labels and, last, one line of JSON with the ratios of both."""
    ratios = {"": shown("public labels", LABELS), "own_": shown("our own labels", OWN_LABELS)}
    print(json.dumps({f"{mark}{name}": value for mark, found in ratios.items() for name, value in found.items()}))


def shown(title: str, folder: Path) -> dict[str, float]:
    """Print precision and recall on the trees that `folder` describes, and return them."""
    trees = obtained(folder)
    described = labels(folder)
    result = score(described, (finding for label in described for finding in findings(trees / label["id"])))
    if "--notes" in sys.argv:
        print("\n".join(result.notes))
    ratios = result.ratios()
    print(f"{title:16}{'precision':>10}{'recall':>8}{'right':>8}{'wrong':>8}{'missing':>8}")
    for measure in MEASURES:
        name, count = measure.replace(" ", "_"), result.counts[measure]
        print(
            f"{measure:16}{ratios[f'{name}_precision']:10.3f}{ratios[f'{name}_recall']:8.3f}"
            f"{count['right']:8}{count['wrong']:8}{count['missing']:8}"
        )
    return {"trees": len(described), **ratios}


if __name__ == "__main__":
    main()
