"""Print what `muniment check` finds in every sub-folder of FOLDER, one JSON line a finding.

Usage: findings.py FOLDER
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CLEAN_FINDINGS_INCOMPLETE = {0, 1, 3}


def findings(tree: Path) -> Iterator[dict[str, Any]]:
    """Yield the findings in `tree`, in the form that the scorer reads."""
    command = [str(Path(sys.executable).parent / "muniment"), "check", str(tree), "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode not in CLEAN_FINDINGS_INCOMPLETE:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    for finding in json.loads(done.stdout)["findings"]:
        yield {
            "tree": tree.name,
            "vendor": finding["vendor"],
            "file": finding["path"].partition("!/")[0],  # what is inside an archive is found in the archive
            "line": finding["line"] or None,
            "kind": finding["kind"],
            "class": _class(finding),
        }


def _class(finding: dict[str, Any]) -> str:
    if not finding["stands"] or finding["class"] == "test":
        return "mention"
    return "dev-tooling" if finding["class"] == "dev-tooling" else "use"


def main() -> None:
    """Print the findings of every tree."""
    if len(sys.argv) != 2:  # noqa: PLR2004  # the program and the folder
        sys.exit(__doc__)
    for tree in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        for finding in findings(tree):
            print(json.dumps(finding))


if __name__ == "__main__":
    main()
