"""Large packages without any of the vendors: whatever is reported here as a use or as tooling is a false alarm."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import yaml

from figures import about
from findings import findings
from trees import CACHE, unpack_package

CONTROLS = Path(__file__).parent / "controls.yaml"


def main() -> None:
    """Print every false alarm, a table and, last, one line of JSON."""
    counts: Counter[str] = Counter()
    for control in yaml.safe_load(CONTROLS.read_text()):
        tree = CACHE / "controls" / control["id"]
        tree.parent.mkdir(parents=True, exist_ok=True)
        if not tree.exists():
            unpack_package(control["source"], tree)
        alarms = [finding for finding in findings(tree) if finding["class"] != "mention"]
        for alarm in alarms:
            print(f"  {alarm['class']:12}{alarm['vendor']:16}{alarm['kind']:11}{alarm['file']}:{alarm['line'] or ''}")
        files = sum(1 for path in tree.rglob("*") if path.is_file())
        print(f"{control['id']:24}{files:7,} files{len(alarms):6} false alarms  ({control['languages']})")
        counts.update(trees=1, files=files, **Counter(alarm["class"].replace("-", "_") for alarm in alarms))
    print(json.dumps({**about(), **{key: counts[key] for key in ("trees", "files", "use", "dev_tooling")}}))


if __name__ == "__main__":
    main()
