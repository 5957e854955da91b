from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from discover.signatures import NORTHWIND, signature
from muniment.app.scan.examine import Examiner
from muniment.app.scan.versions import FileVersions, Numbering, Versions, unversioned
from muniment.domain.evidence import Identifier
from muniment.domain.technology import IdentifierKind as Kind
from muniment.domain.technology import Role
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.files import Piece
from muniment.stores.tree.looking import shown_by

if TYPE_CHECKING:
    from muniment.app.scan.examine import Examined

SIGNATURES = {
    each.id: each
    for each in (
        signature(Kind.IMPORT, "python:northwind", "js:northwind", name="import"),
        signature(Kind.PURL, "pkg:pypi/northwind-sdk", "pkg:npm/%40northwind/*", "pkg:*/*-northwind", name="package"),
        signature(Kind.HOST, "api.northwind.example", name="host", roles={Role.OPERATOR: NORTHWIND}),
        signature(Kind.MODEL, "northwind-*", name="model", roles={Role.MAKER: NORTHWIND}),
        signature(Kind.ENV, "NORTHWIND_*", name="env"),
        signature(Kind.SYMBOL, "northwind", name="symbol"),
        signature(Kind.CONFIG_KEY, "northwind", name="key"),
        signature(Kind.COMMAND, "northwind-cli", name="command", dev_tooling=True),
    )
}
WORDS = ("stormbot", "galebot", "breezebot")
EXAMINER = Examiner(list(SIGNATURES.values()), WORDS, HyperscanLiterals, reader_for)
LINES = (
    "import northwind",
    "from northwind.types import Wind",
    "url = 'https://api.northwind.example/v1'",
    "x = NorthwindClient(model='northwind-large')",
    "# northwind",
    '"""',
    "'''",
    "/*",
    "*/",
    "`",
    "key = os.environ['NORTHWIND_KEY']",
    "northwind: true",
    "run: pip install northwind-sdk==1.0",
    "run: northwind-cli deploy",
    "northwind-sdk==1.0",
    "northwind_sdk==2.0",
    '{"dependencies": {"@northwind/core": "1.0"}}',
    '  "mountain-northwind": "2",',
    "stormbot galebot breezebot",
    "x = 1",
    "y = 2",
    "z = f(",
    "w = (a + b)",
    "EOF",
    "cat <<EOF",
    "${",
    "}",
    "stops,",
    "'northwind'",
    "",
)
PATHS = ("a.py", "a.js", "tests/test_a.py", "a.yaml", "a.sh", "docs/a.md", "requirements.txt", "a.txt")


def look(path: str, text: bytes) -> Examined:
    return shown_by(Piece(path, text), EXAMINER)


SHARED = Versions(EXAMINER, SIGNATURES, HyperscanLiterals, look)


@settings(max_examples=300, deadline=None)
@example(path="a.js", versions=[[LINES[3]], ["`", LINES[3]]])
@given(
    path=st.sampled_from(PATHS),
    versions=st.lists(st.lists(st.sampled_from(LINES), max_size=8), min_size=1, max_size=8),
)
def test_what_is_known_from_earlier_versions_is_what_a_look_at_the_whole_shows(
    path: str, versions: list[list[str]]
) -> None:
    numbering = Numbering(SIGNATURES)
    file = FileVersions(path, SHARED, numbering)

    for lines in versions:
        text = "\n".join(lines).encode()

        assert shown(file.uses(text), numbering) == shown(numbering.of_file(look(path, text).findings), numbering)


def shown(numbers: frozenset[int], numbering: Numbering) -> set[tuple[str, str, str]]:
    uses = [numbering.uses[number] for number in numbers]
    return {(use.signature, use.observation.identifier.value, use.cls.value) for use in uses}


@pytest.mark.parametrize(
    ("package", "without"),
    [
        ("pkg:npm/%40northwind/core@1.2", "pkg:npm/%40northwind/core"),
        ("pkg:npm/@northwind/core@1.2", "pkg:npm/@northwind/core"),
        ("pkg:pypi/northwind", "pkg:pypi/northwind"),
        ("pkg:maven/a/b@1?type=jar#x", "pkg:maven/a/b"),
    ],
)
def test_a_package_is_the_same_in_every_version(package: str, without: str) -> None:
    assert unversioned(Identifier(Kind.PURL, package)).value == without
