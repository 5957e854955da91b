"""Fingerprints: the same finding keeps its name, and no two in one tree share one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discover.signatures import ONE_PROJECT, signature
from discover.tools import TOOLS
from muniment.discover.findings.collect import settle
from muniment.discover.judging.fingerprint import WHAT
from muniment.discover.judging.judge import judge
from muniment.discover.judging.match import Matcher
from muniment.discover.paths.classify import class_of
from muniment.discover.text.lexis import profile_of
from muniment.domain.evidence import Context, Finding, Identifier, Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOST = signature(Kind.HOST, "*.northwind.example", name="host")
SDK = signature(Kind.PURL, "pkg:pypi/northwind*", name="sdk")
WEIGHTS = signature(Kind.FILE, "gale-*.gguf", name="weights")
EVERY = {s.id: s for s in (HOST, SDK, WEIGHTS)}

lines = st.sampled_from(["", "x = 1", "api.northwind.example", 'url = "eu.northwind.example"', "eu.northwind.example"])
trees = st.dictionaries(
    st.sampled_from(["a.py", "b.py", "lib/a.py", "lib/deep/a.py", "app/main.py"]), st.lists(lines, max_size=6)
)


def scanned(tree: Mapping[str, Sequence[str]]) -> tuple[Finding, ...]:
    """Return the settled findings of a tree in which every host of Northwind is one."""
    matcher = Matcher(list(EVERY.values()))
    found = [
        finding
        for path, text in tree.items()
        for finding in judge(path, _seen(text), matcher, class_of(path, profile_of(path), TOOLS))
    ]
    return settle(found, EVERY, ONE_PROJECT)


def _seen(text: Sequence[str]) -> list[Observation]:
    return [
        Observation(Identifier(Kind.HOST, word), number, Context.STRING, Rung.CONFIGURED, line.strip())
        for number, line in enumerate(text, start=1)
        for word in line.replace('"', " ").split()
        if word.endswith(".northwind.example")
    ]


def names(findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.fingerprint for finding in findings)


@given(trees)
def test_no_two_findings_of_a_tree_share_a_fingerprint(tree: dict[str, list[str]]) -> None:
    assert max(Counter(names(scanned(tree))).values(), default=1) == 1


@given(trees, st.sampled_from(["moved", "lib/moved", "zz/very/deep"]))
def test_moving_a_file_keeps_the_fingerprints_of_the_tree(tree: dict[str, list[str]], folder: str) -> None:
    before = scanned(tree)

    for path, text in tree.items():
        moved = {other: kept for other, kept in tree.items() if other != path}
        moved[f"{folder}/{path.rpartition('/')[2]}"] = text
        assert names(scanned(moved)) == names(before)


@given(trees)
def test_moving_a_file_whose_name_no_other_has_keeps_each_of_its_fingerprints(tree: dict[str, list[str]]) -> None:
    tree["app/only.py"] = ["api.northwind.example", "", "api.northwind.example"]
    before = [f for f in scanned(tree) if f.path == "app/only.py"]

    tree["elsewhere/only.py"] = tree.pop("app/only.py")

    after = [f for f in scanned(tree) if f.path == "elsewhere/only.py"]
    assert [replace(f, path="") for f in after] == [replace(f, path="") for f in before]


@given(trees, st.integers(min_value=0, max_value=6), st.sampled_from(["", "# a comment", "y = 2"]))
def test_lines_around_it_change_no_fingerprint(tree: dict[str, list[str]], at: int, line: str) -> None:
    longer = {path: [*text[:at], line, *text[at:]] for path, text in tree.items()}

    assert names(scanned(longer)) == names(scanned(tree))


@given(trees, st.sampled_from(["    ", "\t"]))
def test_spacing_changes_no_fingerprint(tree: dict[str, list[str]], indent: str) -> None:
    spaced = {
        path: [indent + line.replace(" ", "  ").replace("=", " =\t") for line in text] for path, text in tree.items()
    }

    assert names(scanned(spaced)) == names(scanned(tree))


@given(trees)
def test_a_new_finding_adds_one_fingerprint_and_takes_none_away(tree: dict[str, list[str]]) -> None:
    grown = {**tree, "b.py": ["api.northwind.example", *tree.get("b.py", [])]}

    added = set(names(scanned(grown))) - set(names(scanned(tree)))

    assert set(names(scanned(tree))) < set(names(scanned(grown)))
    assert len(added) == 1


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        pytest.param(Kind.PURL, "pkg:pypi/northwind@1.0", "pkg:pypi/northwind@2.0", id="another version of a package"),
        pytest.param(Kind.FILE, "models/gale-1.gguf", "weights/gale-1.gguf", id="weights in another folder"),
    ],
)
def test_what_a_thing_is_does_not_change_with(kind: Kind, before: str, after: str) -> None:
    first, second = (
        _only(Observation(Identifier(kind, v), 3, Context.FIELD, Rung.DECLARED, v)) for v in (before, after)
    )

    assert first.fingerprint == second.fingerprint


def test_a_renamed_file_keeps_the_first_part_that_says_what_was_found() -> None:
    (old,), (new,) = scanned({"a.py": ["api.northwind.example"]}), scanned({"b.py": ["api.northwind.example"]})

    assert old.fingerprint[:WHAT] == new.fingerprint[:WHAT]
    assert old.fingerprint != new.fingerprint


def _only(seen: Observation) -> Finding:
    path = seen.identifier.value if seen.identifier.kind is Kind.FILE else "requirements.txt"
    (finding,) = settle(
        judge(path, [seen], Matcher(list(EVERY.values())), class_of(path, profile_of(path), TOOLS)), EVERY, ONE_PROJECT
    )
    return finding
