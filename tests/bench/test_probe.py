from __future__ import annotations

import sys
from pathlib import Path

import yaml

BENCH = Path(__file__).parents[2] / "bench"
sys.path.insert(0, str(BENCH))

from muniment.discover.paths.surfaces import Surfaces  # noqa: E402
from muniment.domain.tooling import NO_TOOLS  # noqa: E402
from packing import packed  # noqa: E402
from probe import Said, figures, judged, surface  # noqa: E402

LABELS = yaml.safe_load((BENCH / "probe" / "labels.yaml").read_text())
CALLED_OPENAI = {"id": "source-x/a", "uses": {"openai": {"roles": ["maker|route"], "not": ["operator"]}}}


def test_every_probe_has_a_folder_and_every_folder_a_label() -> None:
    folders = {f"{path.parent.name}/{path.name}" for path in (BENCH / "probe").glob("*/*")}

    assert sorted(label["id"] for label in LABELS) == sorted(folders)


def test_a_route_is_found_only_when_every_vendor_is() -> None:
    both = {"id": "x/a", "uses": {"openai": {"roles": []}, "xai": {"roles": []}}}

    assert judged(both, {"openai": Said(classes={"use"})}).missed == ("xai",)


def test_a_role_that_must_not_be_is_a_fault_though_the_wanted_one_is_there() -> None:
    said = {"openai": Said(roles={"route", "operator"}, classes={"use"})}

    assert judged(CALLED_OPENAI, said).roles == ("openai is no operator",)


def test_a_trap_is_hit_by_any_vendor_and_counted_by_surface() -> None:
    hit = judged({"id": "x/trap", "uses": {}}, {"dji": Said(classes={"use"})})
    quiet = judged({"id": "x/quiet", "uses": {}}, {})

    counts = figures([hit, quiet], {"x/trap": "x", "x/quiet": "x"})

    assert counts == {"x": {"routes": 0, "found": 0, "traps": 2, "hit": 1}}


def test_a_probe_counts_for_the_surface_of_most_of_its_files() -> None:
    files = ["app/main.py", "app/ask.py", "requirements.txt"]

    assert surface(files, Surfaces(NO_TOOLS).of) == "source-code"


def test_every_packed_probe_comes_out_the_same_twice() -> None:
    for label in LABELS:
        if "packed" in label:
            folder = BENCH / "probe" / label["id"]
            parts = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

            assert packed(parts, label["packed"]) == packed(parts, label["packed"])
