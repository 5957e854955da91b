"""Precision and recall of findings against labels. The rules are in `bench/README.md`."""

from __future__ import annotations

import fnmatch
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

USE = frozenset({"use"})
EITHER = frozenset({"use", "dev-tooling"})
MEASURES = ("use", "use or tooling", "file")

Label = dict[str, Any]
Said = dict[str, set[str]]


@dataclass
class Score:
    """Right, wrong and missing answers per measure, and where each wrong or missing one is."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {measure: Counter() for measure in MEASURES})
    notes: list[str] = field(default_factory=list)

    def add(self, measure: str, where: str, *, wanted: bool, found: bool, note: str = "") -> None:
        """Count one answer."""
        kind = ("right" if wanted else "wrong") if found else ("missing" if wanted else "")
        if kind:
            self.counts[measure][kind] += 1
        if kind in {"wrong", "missing"}:
            self.notes.append(f"{measure}: {kind}: {where} {note}".rstrip())

    def ratios(self) -> dict[str, float]:
        """Return precision and recall of every measure, 1.0 where nothing was asked."""
        found: dict[str, float] = {}
        for measure, count in self.counts.items():
            name = measure.replace(" ", "_")
            found[f"{name}_precision"] = _ratio(count["right"], count["wrong"])
            found[f"{name}_recall"] = _ratio(count["right"], count["missing"])
        return found


def _ratio(right: int, other: int) -> float:
    return round(right / (right + other), 4) if right + other else 1.0


def score(labels: Iterable[Label], findings: Iterable[Mapping[str, Any]]) -> Score:
    """Return the score of `findings` on the trees that `labels` describe."""
    said: dict[tuple[str, str], Said] = defaultdict(lambda: defaultdict(set))
    for finding in findings:
        said[finding["tree"], finding["vendor"]][finding["file"].removeprefix("./")].add(finding["class"])
    result = Score()
    for label in labels:
        for vendor, truth in _asked(label):
            _judge(result, label, vendor, truth, said.get((label["id"], vendor), {}))
    return result


def _asked(label: Label) -> Iterator[tuple[str, Label]]:
    """Yield the vendors whose verdict is sure."""
    for vendor, truth in label["vendors"].items():
        if truth["certainty"] == "sure":
            yield vendor, truth
    for vendor in label["none"]:
        yield vendor, {"verdict": "none"}


def _judge(result: Score, label: Label, vendor: str, truth: Label, said: Said) -> None:
    where = f"{label['id']} {vendor}"
    reported = {file: classes & EITHER for file, classes in said.items() if classes & EITHER}
    classes = set().union(*reported.values())
    result.add("use", where, wanted=truth["verdict"] in USE, found=bool(classes & USE))
    result.add("use or tooling", where, wanted=truth["verdict"] in EITHER, found=bool(classes))
    evidence = truth.get("evidence", [])
    sure = {place["file"] for place in evidence if place["certainty"] == "sure"}
    arguable = {place["file"] for place in evidence} - sure
    known = _known_not_to_be(label, vendor, truth)
    for file in sorted(sure | reported.keys()):
        neutral = file not in known and any(fnmatch.fnmatch(file, n["glob"]) for n in truth.get("neutral", []))
        if file in sure or not (file in arguable or neutral):
            result.add("file", f"{where} {file}", wanted=file in sure, found=file in reported, note=known.get(file, ""))


def _known_not_to_be(label: Label, vendor: str, truth: Label) -> dict[str, str]:
    known = {mention["file"]: "only a mention" for mention in truth.get("mentions", [])}
    for trap in label.get("hard_negatives", []):
        if trap["vendor"] == vendor:
            known[trap["file"]] = trap["why"]
    return known
