"""The route probe: which single routes to a vendor are found, which traps are hit. `--write` keeps the figures.

Each folder that `probe/labels.yaml` names is one route or one trap, scanned as a tree of its own; with `--together`,
all are folders of one tree, as in a large repository of unrelated parts.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from figures import about
from muniment import wiring
from muniment.discover.paths.surfaces import Surfaces
from packing import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from muniment.domain.surface import Surface
    from packing import Parts

ROOT = Path(__file__).parents[1]
PROBE = ROOT / "bench" / "probe"
MEASURED = ROOT / "rulebook" / "measured-recall.json"
CLEAN_FINDINGS_INCOMPLETE = {0, 1, 3}

Label = dict[str, Any]


@dataclass
class Said:
    """What standing findings say of one vendor in one probe."""

    roles: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    rungs: set[str] = field(default_factory=set)
    where: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of one probe. `wrong` are vendors reported that are not there."""

    label: Label
    missed: tuple[str, ...]
    roles: tuple[str, ...]
    classes: tuple[str, ...]
    rungs: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_trap(self) -> bool:
        """Say whether the probe uses nobody."""
        return not self.label["uses"]

    @property
    def folder(self) -> str:
        """Return the folder of the surface."""
        return str(self.label["id"]).partition("/")[0]


def labels() -> list[Label]:
    """Return the labels of every probe, in their order."""
    found: list[Label] = yaml.safe_load((PROBE / "labels.yaml").read_text())
    return found


def parts(label: Label) -> Parts:
    """Return the files of a probe as a scanner meets them."""
    folder = PROBE / label["id"]
    plain = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return packed(plain, label["packed"]) if "packed" in label else plain


def scanned(described: list[Label], *, together: bool = False) -> list[dict[str, Said]]:
    """Return for every probe what is said of each vendor."""
    with tempfile.TemporaryDirectory(prefix="muniment-probe-") as temporary:
        trees = [Path(temporary) / f"p{number:03}" for number in range(len(described))]
        for label, tree in zip(described, trees, strict=True):
            for path, data in parts(label).items():
                target = tree / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        return _said(trees, [Path(temporary)] if together else trees)


def _said(trees: list[Path], scanned_as: list[Path]) -> list[dict[str, Said]]:
    command = [str(Path(sys.executable).parent / "muniment"), "check", *map(str, scanned_as), "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode not in CLEAN_FINDINGS_INCOMPLETE:
        sys.exit(f"muniment check ended with {done.returncode}: {done.stderr}")
    said: list[dict[str, Said]] = [defaultdict(Said) for _ in trees]
    for finding in json.loads(done.stdout)["findings"]:
        if finding["stands"] and finding["class"] != "test":
            number = finding["scan"] if scanned_as is trees else int(finding["path"][1:4])
            one = said[number][finding["vendor"]]
            one.roles.update(finding["roles"])
            one.classes.add("dev-tooling" if finding["class"] == "dev-tooling" else "use")
            one.rungs.add(finding["rung"])
            one.where = one.where or f"{finding['signature']}: {finding['kind']} {finding['identifier']}"
    return said


def judged(label: Label, said: dict[str, Said]) -> Verdict:
    """Compare what is said with what is there."""
    uses = label["uses"]
    allowed = {*uses, *label.get("may", [])}
    there = {vendor: truth for vendor, truth in uses.items() if vendor in said}
    return Verdict(
        label=label,
        missed=tuple(vendor for vendor in uses if vendor not in said),
        roles=tuple(note for vendor, truth in there.items() if (note := _role_fault(vendor, truth, said[vendor]))),
        classes=tuple(note for vendor, truth in there.items() if (note := _class_fault(vendor, truth, said[vendor]))),
        rungs=tuple(note for vendor, truth in there.items() if (note := _rung_fault(vendor, truth, said[vendor]))),
        wrong=tuple(f"{vendor} ({one.where})" for vendor, one in said.items() if vendor not in allowed),
    )


def _role_fault(vendor: str, truth: Label, said: Said) -> str:
    lacking = [role for role in truth["roles"] if not said.roles & set(role.split("|"))]
    false = [role for role in truth.get("not", []) if role in said.roles]
    faults = [f"lacks {role}" for role in lacking] + [f"is no {role}" for role in false]
    return f"{vendor} {', '.join(faults)}" if faults else ""


def _class_fault(vendor: str, truth: Label, said: Said) -> str:
    wanted = truth.get("class", "use")
    found = "use" if "use" in said.classes else "dev-tooling"
    return "" if wanted in {found, "either"} else f"{vendor} is {wanted}, not {found}"


def _rung_fault(vendor: str, truth: Label, said: Said) -> str:
    wanted = truth.get("rung")
    return "" if wanted is None or wanted in said.rungs else f"{vendor} is not {wanted}"


def figures(verdicts: Iterable[Verdict], surface: dict[str, str]) -> dict[str, dict[str, int]]:
    """Return for each surface how many routes and traps there are, and how many were found and hit."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: {"routes": 0, "found": 0, "traps": 0, "hit": 0})
    for verdict in verdicts:
        count = counted[surface[verdict.label["id"]]]
        if verdict.is_trap:
            count["traps"] += 1
            count["hit"] += bool(verdict.wrong)
        else:
            count["routes"] += 1
            count["found"] += not verdict.missed
    return dict(sorted(counted.items()))


def surface(files: Iterable[str], surface_of: Callable[[str], Surface]) -> str:
    """Return the surface of most of `files`, in the words of the reports; where two have as many, of the first."""
    counted = Counter(surface_of(path).value for path in sorted(files))
    return counted.most_common(1)[0][0]


def corpus_digest(described: list[Label]) -> str:
    """Return one digest over every label and every file, as a scanner meets it."""
    sha = hashlib.sha256((PROBE / "labels.yaml").read_bytes())
    for label in described:
        for path, data in sorted(parts(label).items()):
            sha.update(f"{label['id']}/{path}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return f"sha256:{sha.hexdigest()}"


def show(verdicts: list[Verdict]) -> None:
    """Print every fault, then a table by folder."""
    for verdict in verdicts:
        kinds = {"missed": verdict.missed, "role": verdict.roles, "class": verdict.classes, "rung": verdict.rungs}
        kinds["trap" if verdict.is_trap else "false alarm"] = verdict.wrong
        for kind, notes in kinds.items():
            if notes:
                print(f"{kind:12}{verdict.label['id']:48}{'; '.join(notes)}")
    print(f"\n{'':20}{'found':>10}{'role right':>12}{'class right':>13}{'traps hit':>11}{'false alarms':>14}")
    for folder in sorted({verdict.folder for verdict in verdicts}):
        _row(folder, [verdict for verdict in verdicts if verdict.folder == folder])
    _row("all", verdicts)


def _row(name: str, verdicts: list[Verdict]) -> None:
    routes = [verdict for verdict in verdicts if not verdict.is_trap]
    traps = [verdict for verdict in verdicts if verdict.is_trap]
    found = [verdict for verdict in routes if not verdict.missed]
    print(
        f"{name:20}{_of(found, routes):>10}{_of([v for v in found if not v.roles], found):>12}"
        f"{_of([v for v in found if not v.classes], found):>13}{_of([v for v in traps if v.wrong], traps):>11}"
        f"{sum(1 for v in routes if v.wrong):>14}"
    )


def _of(some: list[Verdict], every: list[Verdict]) -> str:
    return f"{len(some)}/{len(every)}"


def main() -> None:
    """Print faults and table and, last, one line of JSON."""
    described = labels()
    together = "--together" in sys.argv
    said = scanned(described, together=together)
    verdicts = [judged(label, each) for label, each in zip(described, said, strict=True)]
    show(verdicts)
    book = wiring.rulebook()
    surface_of = Surfaces(book.tooling).of
    by_surface = figures(verdicts, {label["id"]: surface(parts(label), surface_of) for label in described})
    about_it = {"measured": about()["day"], "corpus": corpus_digest(described), "discovery": book.discovery}
    kept = {**about_it, "surfaces": by_surface}
    if "--write" in sys.argv and not together:
        MEASURED.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    sums = {key: sum(count[key] for count in by_surface.values()) for key in ("routes", "found", "traps", "hit")}
    print(json.dumps({**about(), "corpus": kept["corpus"], **sums}))


if __name__ == "__main__":
    main()
