"""How long `muniment certify pdf` takes as a whole process, against the limit of a second and the bare interpreter."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from figures import about, median, run

LIMIT = 1.0
ROUNDS = 9
ESTATE = Path(__file__).parents[1] / "examples" / "small"
PROGRAM = str(Path(sys.executable).parent / "muniment")
DRAFT = (
    *("certify", "PO-1187", "--estate", "muniment.toml", "--valid-until", "2027-02-20", "--yes"),
    *("--disclose", "undetermined:bytedance:helpdesk=Asked.", "--signatory", "J. Rivera", "--title", "VP"),
    *("--key", "own.pem", "--out", "certificate.json"),
)


def main() -> None:
    """Print the median and, last, one line of JSON."""
    os.environ["SOURCE_DATE_EPOCH"] = "1795780800"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "estate"
        shutil.copytree(ESTATE, folder)
        os.chdir(folder)
        subprocess.run([PROGRAM, "keys", "new", "--out", "own.pem"], check=True, capture_output=True)
        subprocess.run([PROGRAM, *DRAFT], check=True, capture_output=True)
        pdf = [PROGRAM, "certify", "pdf", "certificate.json", "--key", "own.pem.pub", "--out"]
        runs = [run([*pdf, f"{number}.pdf"]) for number in range(ROUNDS)]
        bare = [run([sys.executable, "-c", "pass"]) for _ in range(ROUNDS)]
        os.chdir("/")
    wall, python = median([one.wall for one in runs]), median([one.wall for one in bare])
    print(f"muniment certify pdf {wall * 1000:.0f} ms, the bare interpreter {python * 1000:.0f} ms")
    print(json.dumps({**about(), "pdf_vs_limit": round(wall / LIMIT, 3), "pdf_vs_python": round(wall / python, 1)}))


if __name__ == "__main__":
    main()
