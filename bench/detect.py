"""Precision and recall on the labelled packages. With `--notes`, every wrong and missing answer."""

from __future__ import annotations

import json
import sys

from findings import findings
from scoring import MEASURES, score
from trees import labels, obtained


def main() -> None:
    """Print a table and, last, one line of JSON."""
    trees = obtained()
    described = labels()
    result = score(described, (finding for label in described for finding in findings(trees / label["id"])))
    if "--notes" in sys.argv:
        print("\n".join(result.notes))
    ratios = result.ratios()
    print(f"{'':16}{'precision':>10}{'recall':>8}{'right':>8}{'wrong':>8}{'missing':>8}")
    for measure in MEASURES:
        name, count = measure.replace(" ", "_"), result.counts[measure]
        print(
            f"{measure:16}{ratios[f'{name}_precision']:10.3f}{ratios[f'{name}_recall']:8.3f}"
            f"{count['right']:8}{count['wrong']:8}{count['missing']:8}"
        )
    print(json.dumps({"trees": len(described), **ratios}))


if __name__ == "__main__":
    main()
