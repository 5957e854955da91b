"""Each folder below `tests/routes`, scanned as a tree of its own, shows the vendors that `expected.yaml` names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from discover.signatures import ONE_PROJECT
from muniment.app.scan.examine import Examiner
from muniment.discover.findings.collect import settle
from muniment.domain.evidence import EvidenceClass
from muniment.readers.registry import reader_for
from muniment.rulebook.files import read_rules
from muniment.rulebook.load import load
from muniment.stores.literals import HyperscanLiterals

if TYPE_CHECKING:
    from muniment.domain.ids import SignatureId
    from muniment.domain.technology import Signature

ROUTES = Path(__file__).parents[1] / "routes"
PUBLISHED = Path(__file__).parents[2] / "rulebook"
EXPECTED: dict[str, dict[str, str]] = yaml.safe_load((ROUTES / "expected.yaml").read_text(encoding="utf-8"))
STRONGEST_FIRST = [EvidenceClass.PRODUCT, EvidenceClass.DEV_TOOLING, EvidenceClass.TEST]


@cache
def examiner() -> Examiner:
    book = load(read_rules(PUBLISHED))
    return Examiner(book.signatures, book.list_words, HyperscanLiterals, reader_for, book.tooling)


@cache
def signatures() -> dict[SignatureId, Signature]:
    return {signature.id: signature for signature in load(read_rules(PUBLISHED)).signatures}


def shown(route: str) -> dict[str, str]:
    """Return the vendors that standing findings show, each with the strongest class."""
    files = [path for path in sorted((ROUTES / route).rglob("*")) if path.is_file()]
    examined = [examiner().examine(path.relative_to(ROUTES / route).as_posix(), path.read_bytes()) for path in files]
    assert [gap for each in examined for gap in each.not_understood] == []
    settled = settle([finding for each in examined for finding in each.findings], signatures(), ONE_PROJECT)
    classes: dict[str, EvidenceClass] = {}
    for finding in settled:
        if not finding.demoted:
            known = classes.get(finding.vendor, finding.cls)
            classes[finding.vendor] = min(known, finding.cls, key=STRONGEST_FIRST.index)
    return {vendor: cls.value for vendor, cls in classes.items()}


@pytest.mark.parametrize("route", EXPECTED)
def test_a_route_shows_its_vendors_with_the_class_of_their_use_and_no_others(route: str) -> None:
    assert shown(route) == EXPECTED[route]


def test_every_folder_of_routes_is_expected_to_show_something_or_nothing() -> None:
    folders = {path.relative_to(ROUTES).as_posix() for path in ROUTES.glob("*/*") if path.is_dir()}

    assert folders == EXPECTED.keys()
