"""The whole path on real packages: an estate that is checked, a decision explained, a certificate signed and verified.

Uses nothing but the standard library, pip and the command line of Muniment, as anybody could. Everything that it makes
lies in `demo/`; what it downloads is kept in `.cache/demo/`.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo"
CACHE = ROOT / ".cache" / "demo"
ESTATE = ROOT / "examples" / "demo_estate.toml"
MUNIMENT = Path(sys.executable).parent / "muniment"
DAY = "2026-11-27"
"""The day on which the rulebook was released. All of the demo happens then, so that it comes out the same later on."""
NOON = str(int(datetime.fromisoformat(f"{DAY}T12:00:00+00:00").timestamp()))
LINE = 80
CLEAN, FINDINGS = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A source package that stands for a system: no other bytes than those with this SHA-256 are taken."""

    system: str
    name: str
    version: str
    sha256: str


PACKAGES = (
    Package(
        system="analyst",
        name="llm-anthropic",
        version="0.30",
        sha256="40a3f94f76d393f0101d3aac649000944396b5c8ce4dfd4b36df54e4418c63d0",
    ),
    Package(
        system="assistant",
        name="aisuite",
        version="0.2.0",
        sha256="fe82891e025101416d58c0b7bc32a1613937bf2021e2f03c237c040fcc4d53f1",
    ),
    Package(
        system="routers",
        name="huawei-lte-api",
        version="2.0.1",
        sha256="a30329eb50579bde65fd35f5246f5b416d2f530e1ac3136428adea533e0a307e",
    ),
    Package(
        system="backup",
        name="pyacronis",
        version="0.1.1",
        sha256="40841d2e99938230453c23d204f8f4262621e6353a12dc94d6da502fd068a280",
    ),
    Package(
        system="log-search",
        name="pygrok",
        version="1.0.0",
        sha256="ae635e3c0ba0eab76aec9d86ae1bab70883e8e71505ec2d6cb8989e66f5810af",
    ),
)

TOLD = (
    "unread:backup:backup/pyproject.toml=The list is made from requirements.txt when the package is built. That file "
    "was read: it names requests, pydantic and typing_extensions."
)
"""The one thing that the program could not read, and that somebody looked up by hand."""

END = """
Where things lie
  demo/muniment.toml            the estate file, with a comment at every fact
  demo/systems/                 the five systems, packages as they were published
  demo/keys/signing.pem         the private key; whoever has it can sign as you
  demo/keys/signing.pem.pub     the public key, for those who verify
  demo/certificate.json         the certificate; any editor shows it
  demo/certificate.pdf          the same on paper, to be signed by hand or card
  demo/PO-1187.mpkg             both in a package, for those who verify

What to try next
  . .venv/bin/activate          so that `muniment` is found
  muniment rules timeline anthropic
                                how the law about one vendor changed
  muniment explain huawei --contract 75D301-26-C-0113 --system routers \\
      --estate demo/muniment.toml
                                answer its questions in demo/muniment.toml, and
                                ask again
  muniment check PATH           a repository of your own
  docs/                         everything else, by task
"""


def main() -> None:
    """Run every step, and stop at the first that does not end as it must."""
    step(1, f"Five systems out of real packages, by name and SHA-256 (kept in {CACHE.relative_to(ROOT)})")
    begin_anew()
    for package, archive in obtained().items():
        print(f"  {package.system:<11}{package.name} {package.version}")
        unpack(archive, DEMO / "systems" / package.system)
    shutil.copyfile(ESTATE, DEMO / "muniment.toml")

    step(2, "What do they use, and on which of the four contracts does it matter?")
    run("check", "--estate", "demo/muniment.toml", "--as-of", DAY, ends=FINDINGS)

    step(3, "Why? And was it always so? One decision, as of the last day of August")
    anthropic = ("explain", "anthropic", "--contract", "W15QKN-26-C-0042", "--system", "analyst")
    run(*anthropic, "--estate", "demo/muniment.toml", "--as-of", "2026-08-31")

    step(4, "Can one contract be certified? What is open must be settled or disclosed")
    (DEMO / "keys").mkdir()
    run("keys", "new", "--out", "demo/keys/signing.pem")
    certify = ("certify", "PO-1187", "--estate", "demo/muniment.toml", "--as-of", DAY)
    signatory = ("--signatory", "Ada Rivera", "--title", "Vice President, Contracts")
    run(*certify, *signatory, ends=FINDINGS)
    signed = ("--key", "demo/keys/signing.pem", "--out", "demo/certificate.json", "--yes")
    run(*certify, *signatory, "--disclose", TOLD, *signed)

    step(5, "On paper, and with everything that belongs to it in one file")
    public = ("--key", "demo/keys/signing.pem.pub")
    run("certify", "pdf", "demo/certificate.json", *public, "--out", "demo/certificate.pdf")
    pack = ("package", "pack", "demo/certificate.json", "--pdf", "demo/certificate.pdf")
    run(*pack, "--key", "demo/keys/signing.pem", "--out", "demo/PO-1187.mpkg")

    step(6, "What the receiver does, without a network")
    run("verify", "demo/PO-1187.mpkg", *public, ends=CLEAN)

    step(7, "And what cannot stay: where it stands, how much it is, what may take its place")
    run("plan", "--estate", "demo/muniment.toml", "--as-of", DAY, "--contract", "W15QKN-26-C-0042")
    print(END)


def step(number: int, title: str) -> None:
    """Announce a step."""
    print(f"\n{'═' * LINE}\n{number}  {title}\n", flush=True)


def run(*words: str, ends: int = CLEAN) -> None:
    """Print a command of Muniment the way one types it, and then run it. None of them has anything to complain of."""
    print("$ " + typed("muniment", *words), flush=True)
    then = {**os.environ, "SOURCE_DATE_EPOCH": NOON}
    ended = subprocess.run([MUNIMENT, *words], cwd=ROOT, check=False, stderr=subprocess.PIPE, text=True, env=then)
    if ended.returncode != ends or ended.stderr:
        sys.exit(f"{ended.stderr}demo: the command ended with {ended.returncode}, expected {ends} and no message")
    print(flush=True)


def typed(*words: str) -> str:
    """Return `words` as a shell takes them, on as many lines as it needs; an option stays with its value."""
    lines = [""]
    for part in parted(words):
        if lines[-1] and len(lines[-1]) + len(part) > LINE - 4:
            lines.append("   ")
        lines[-1] += f" {part}" if lines[-1] else part
    return " \\\n".join(lines)


def parted(words: tuple[str, ...]) -> list[str]:
    """Return `words` quoted, each option in one piece with its value."""
    parts: list[str] = []
    for word in words:
        if parts and parts[-1].startswith("--") and " " not in parts[-1] and not word.startswith("--"):
            parts[-1] += f" {shlex.quote(word)}"
        else:
            parts.append(shlex.quote(word))
    return parts


def begin_anew() -> None:
    """Remove what an earlier run made, and nothing that somebody else put there."""
    if DEMO.exists():
        if not (DEMO / "muniment.toml").exists() and any(DEMO.iterdir()):
            sys.exit(f"demo: {DEMO} was not made by this program; move it away")
        shutil.rmtree(DEMO)
    (DEMO / "systems").mkdir(parents=True)


def obtained() -> dict[Package, Path]:
    """Return the archive of each package, downloading those that are not kept yet."""
    CACHE.mkdir(parents=True, exist_ok=True)
    missing = [package for package in PACKAGES if package.sha256 not in kept()]
    if missing:
        download(missing)
    archives = kept()
    return {package: archives[package.sha256] for package in PACKAGES}


def kept() -> dict[str, Path]:
    """Return the files in the cache by their SHA-256, so that a file counts by its bytes and not by its name."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in CACHE.iterdir()}


def download(packages: list[Package]) -> None:
    """Let pip download `packages`; it refuses every file whose SHA-256 is another one."""
    names = ",".join(package.name for package in packages)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        lines = [f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n" for package in packages]
        wanted.write_text("".join(lines), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        pip += ["--no-binary", names, "--require-hashes", "--requirement", str(wanted), "--dest", str(CACHE)]
        ended = subprocess.run(pip, check=False, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"{ended.stderr}\ndemo: pip could not download {names}; it needs the network once")


def unpack(archive: Path, target: Path) -> None:
    """Unpack the one folder in `archive` to `target`."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        (only,) = Path(folder).iterdir()
        shutil.move(only, target)


if __name__ == "__main__":
    main()
