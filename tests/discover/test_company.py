from __future__ import annotations

from dataclasses import replace

import pytest

from discover.signatures import NORTHWIND, signature
from muniment.discover.findings.company import in_company
from muniment.discover.paths.projects import Mark, Marked, Projects
from muniment.domain.evidence import Context, EvidenceClass, Finding, Identifier, Observation, Rung
from muniment.domain.ids import SignatureId, VendorId
from muniment.domain.technology import Alone, Role
from muniment.domain.technology import IdentifierKind as Kind

WORD = signature(Kind.SYMBOL, "northwind", name="word", alone=Alone.SUGGESTS)
PACKAGE = signature(Kind.PURL, "pkg:npm/northwind", name="package")
HOST = signature(Kind.HOST, "api.northwind.example", name="host")
EVERY = {each.id: each for each in (WORD, PACKAGE, HOST)}
WORKSPACE = Projects(Marked(folder, Mark.MANIFEST) for folder in ("", "packages/api", "packages/web"))


def found(signature_id: str, path: str, cls: EvidenceClass = EvidenceClass.PRODUCT) -> Finding:
    known = EVERY[SignatureId(signature_id)]
    ((kind, patterns),) = known.match.items()
    context = Context.FIELD if kind is Kind.PURL else Context.CODE
    return Finding(
        vendor=NORTHWIND,
        roles=(Role.ROUTE,),
        signature=known.id,
        path=path,
        observation=Observation(Identifier(kind, patterns[0]), 1, context, Rung.CONFIGURED),
        rung=Rung.CONFIGURED,
        cls=cls,
        demoted="",
        fingerprint=f"{signature_id}-{path}",
    )


def word_stands(word: str, *proofs: Finding) -> bool:
    (judged,) = [each for each in in_company([found("word", word), *proofs], EVERY, WORKSPACE) if each.path == word]
    return not judged.demoted


@pytest.mark.parametrize(
    ("word", "proof", "stands"),
    [
        pytest.param("packages/api/a.ts", ("host", "packages/api/b.ts"), True, id="code of the same project"),
        pytest.param("packages/api/a.ts", ("package", "packages/web/package.json"), False, id="a project beside it"),
        pytest.param("packages/api/a.ts", ("package", "package.json"), True, id="declared around it"),
        pytest.param("packages/api/a.ts", ("host", "config/default.yaml"), True, id="set around it"),
        pytest.param("packages/api/a.ts", ("host", "scripts/b.ts"), False, id="only code around it"),
        pytest.param("packages/api/a.ts", ("host", ".github/workflows/ci.yml"), False, id="only a workflow around it"),
        pytest.param("src/a.ts", ("host", "packages/api/b.ts"), False, id="code inside, the word in code around it"),
        pytest.param("compose.yaml", ("host", "packages/api/b.ts"), True, id="code inside, the word in settings"),
        pytest.param(".github/workflows/ci.yml", ("host", "packages/api/b.ts"), True, id="the word in a workflow"),
    ],
)
def test_a_word_counts_only_in_company_of_its_own_project(word: str, proof: tuple[str, str], stands: bool) -> None:  # noqa: FBT001  # a table
    assert word_stands(word, found(*proof)) is stands


def test_the_reason_speaks_of_the_project() -> None:
    (judged,) = in_company([found("word", "packages/api/a.ts")], EVERY, WORKSPACE)

    assert judged.demoted == "a namesake is possible: nothing else in this project belongs to this vendor"


def test_a_tool_in_the_workspace_lends_the_software_no_company() -> None:
    tool = found("package", "package.json", EvidenceClass.DEV_TOOLING)

    word, _ = in_company([found("word", "packages/api/a.ts"), tool], EVERY, WORKSPACE)

    assert word.demoted == "only tools of the people who write the software are proven to be of this vendor"


@pytest.mark.parametrize(("others", "stands"), [(4, True), (3, False)])
def test_a_word_among_many_proven_vendors_of_one_file_needs_no_company(others: int, stands: bool) -> None:  # noqa: FBT001  # a table
    path = "packages/api/services.ts"
    crowd = [replace(found("host", path), vendor=VendorId(f"vendor-{number}")) for number in range(others)]

    assert word_stands_first(path, *crowd) is stands


def word_stands_first(path: str, *others: Finding) -> bool:
    word, *_ = in_company([found("word", path), *others], EVERY, WORKSPACE)
    return not word.demoted
