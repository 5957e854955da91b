"""How long `muniment verify` takes as a whole process on a package with evidence. The limit: 200 ms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from figures import about, in_turn, median

LIMIT = 0.200
ROUNDS = 21
EXAMPLE = Path(__file__).parents[1] / "examples" / "small"
CONTRACT = "PO-1187"
MUNIMENT = str(Path(sys.executable).parent / "muniment")


def main() -> None:
    """Print the medians and, last, one line of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        package, key = _package(Path(folder))
        words = [MUNIMENT, "verify", str(package), "--key", str(key), "--contract", CONTRACT]
        runs = in_turn(
            {
                "verify": words,
                "json": [*words, "--json"],
                "version": [MUNIMENT, "--version"],
                "python": [sys.executable, "-c", "import cryptography.hazmat.primitives.asymmetric.ec"],
            },
            ROUNDS,
        )
        size = package.stat().st_size
    wall = {name: median([one.wall for one in found]) for name, found in runs.items()}
    cpu = {name: median([one.cpu for one in found]) for name, found in runs.items()}
    print(f"a package of {size / 1000:.0f} kB, {ROUNDS} rounds in turn; medians of wall time and processor time")
    for name in runs:
        print(f"{name:8} {wall[name] * 1000:4.0f} ms {cpu[name] * 1000:4.0f} ms")
    figures = {
        "verify_vs_limit": wall["verify"] / LIMIT,
        "verify_cpu_vs_limit": cpu["verify"] / LIMIT,
        "json_cpu_vs_limit": cpu["json"] / LIMIT,
        "verify_vs_python": wall["verify"] / wall["python"],
    }
    print(json.dumps({**about(), **{name: round(value, 3) for name, value in figures.items()}}))


def _package(folder: Path) -> tuple[Path, Path]:
    """Return a package made from the small example, and the key that signed it."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    certify = ["certify", CONTRACT, "--estate", "muniment.toml", "--signatory", "J. Rivera", "--title", "VP Contracts"]
    open_ = re.findall(r"^ +id +(\S+)", _run(folder, *certify), re.MULTILINE)
    told = [word for each in open_ for word in ("--disclose", f"{each}=Asked for.")]
    _run(folder, "keys", "new", "--out", "signing.pem")
    _run(folder, *certify, *told, "--key", "signing.pem", "--out", "certificate.json", "--yes")
    (folder / "check.json").write_text(_run(folder, "check", "--estate", "muniment.toml", "--json"), encoding="utf-8")
    pack = ["package", "pack", "certificate.json", "--evidence", "check.json", "--key", "signing.pem"]
    _run(folder, *pack, "--out", "given.mpkg")
    return folder / "given.mpkg", folder / "signing.pem.pub"


def _run(folder: Path, *words: str) -> str:
    ended = subprocess.run([MUNIMENT, *words], cwd=folder, capture_output=True, text=True, check=False)
    return ended.stdout


if __name__ == "__main__":
    main()
