"""Software bills of materials: recognised by content, read whole however they are nested, and quickly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from muniment.domain.evidence import Identifier, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.readers.bills import bill_of_materials
from muniment.readers.bills.bill_entries import Place, modelled, packaged, reached
from muniment.readers.registry import reader_for

HERE = Place(1, "here")
ENTRIES = 16_000
DEEP = 50_000
BILL = {"bomFormat": "CycloneDX", "specVersion": "1.6"}
NORTHWIND = {"type": "library", "name": "northwind", "purl": "pkg:pypi/northwind@2.3.1"}


def read(text: str, path: str = "sbom.json") -> list[Observation | NotUnderstood]:
    """Return everything that is seen in a bill."""
    return list(bill_of_materials.read(path, text))


def identifiers(seen: list[Observation | NotUnderstood]) -> list[tuple[str, str]]:
    """Return kind and value of each observation."""
    return [(o.identifier.kind.value, o.identifier.value) for o in seen if isinstance(o, Observation)]


@pytest.mark.parametrize(
    "path",
    [
        "bom.json",
        "bom.xml",
        "build/app.cdx.json",
        "app.cdx.xml",
        "sbom.json",
        "SBOM-2026.json",
        "my-sbom.v2.json",
        "app.sbom.xml",
        "aibom.json",
        "model.ai-bom.json",
        "_manifest/spdx_2.2/manifest.spdx.json",
        "LICENSE.spdx",
        "app.spdx3.json",
        "app.spdx.yaml",
        "app.spdx.rdf",
    ],
)
def test_the_usual_names_of_bills_are_read(path: str) -> None:
    assert reader_for(path) is bill_of_materials


@pytest.mark.parametrize("path", ["utf8-bom.json", "bombs.json", "bom.json.md", "spdx.py", "sbom.go", "spdx.json"])
def test_a_name_that_only_resembles_one_is_not(path: str) -> None:
    assert reader_for(path) is None


@pytest.mark.parametrize("path", ["bom.json", "app.cdx.json", "app.spdx.json", "sbom.json", "app.spdx3.json"])
def test_the_content_and_not_the_name_says_of_which_format_a_bill_is(path: str) -> None:
    spdx = {"spdxVersion": "SPDX-2.3", "packages": [{"name": "northwind", "externalRefs": [_reference()]}]}

    seen = [identifiers(read(json.dumps(bill), path)) for bill in (BILL | {"components": [NORTHWIND]}, spdx)]

    assert seen == [[("purl", "pkg:pypi/northwind@2.3.1")]] * 2


def _reference() -> dict[str, str]:
    return {"referenceType": "purl", "referenceLocator": "pkg:pypi/northwind@2.3.1"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{}", id="empty object"),
        pytest.param("[]", id="list"),
        pytest.param('{"components": [{"name": "northwind"}]}', id="no format named"),
        pytest.param('{"@context": "https://schema.example/"}', id="other linked data"),
        pytest.param("<project><artifactId>bom</artifactId></project>", id="other markup"),
        pytest.param('<bom xmlns="http://northwind.example/bom"/>', id="other namespace"),
        pytest.param("northwind==2.3.1", id="text"),
    ],
)
def test_a_file_that_is_only_named_like_a_bill_is_not_understood(text: str) -> None:
    seen = read(text)

    assert [type(what) for what in seen] == [NotUnderstood]
    assert "neither CycloneDX nor SPDX" in str(seen)


def test_a_component_without_a_package_url_is_a_mention_and_so_are_the_parts_of_its_cpe() -> None:
    component = {"type": "library", "group": "com.northwind", "name": "core", "cpe": r"cpe:2.3:a:northwind_ai\:x:sdk:1"}

    seen = read(json.dumps(BILL | {"components": [component]}))

    assert [(o.identifier, o.rung) for o in seen if isinstance(o, Observation)] == [
        (Identifier(IdentifierKind.NAME, name), Rung.MENTIONED) for name in ("core", "northwind ai:x", "sdk")
    ]


def test_who_supplies_a_component_is_declared_and_who_supplies_the_product_is_only_named() -> None:
    itself = {"component": {"name": "harbour", "type": "application"}, "supplier": {"name": "Harbour Ltd."}}
    camera = {"type": "device", "name": "camera", "manufacturer": {"name": "Northwind"}, "publisher": "Gale"}

    seen = read(json.dumps(BILL | {"metadata": itself, "components": [camera]}))

    rungs = {o.identifier.value: o.rung for o in seen if isinstance(o, Observation)}
    assert (rungs["Northwind"], rungs["Gale"], rungs["Harbour Ltd."]) == (Rung.DECLARED, Rung.MENTIONED, Rung.MENTIONED)


def test_the_architecture_of_a_model_is_in_its_card() -> None:
    card = {"modelParameters": {"architectureFamily": "borealis2", "modelArchitecture": "Borealis2ForCausalLM"}}
    model = {"type": "machine-learning-model", "name": "assistant", "modelCard": card}

    seen = identifiers(read(json.dumps(BILL | {"components": [model]})))

    assert ("architecture", "borealis2") in seen
    assert ("architecture", "borealis2forcausallm") in seen


def test_an_organisation_that_supplies_a_package_of_a_graph_is_declared() -> None:
    graph = [
        {
            "type": "ai_AIPackage",
            "spdxId": "a",
            "name": "assistant",
            "suppliedBy": "o",
            "ai_typeOfModel": ["borealis2"],
        },
        {"type": "Organization", "spdxId": "o", "name": "Northwind"},
        {"type": "Organization", "spdxId": "p", "name": "Harbour"},
    ]

    seen = read(json.dumps({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}))

    rungs = {o.identifier.value: o.rung for o in seen if isinstance(o, Observation)}
    assert (rungs["Northwind"], rungs["Harbour"]) == (Rung.DECLARED, Rung.MENTIONED)
    assert ("architecture", "borealis2") in identifiers(seen)


def test_of_components_with_the_same_url_each_has_its_own_line() -> None:
    text = json.dumps(BILL | {"components": [NORTHWIND, NORTHWIND]}, indent=1)

    lines = [what.line for what in read(text)]

    assert lines == [number for number, line in enumerate(text.split("\n"), 1) if '"purl"' in line]


def test_a_place_that_only_quotes_a_key_is_not_taken_for_it() -> None:
    quoting = {"description": 'as in "purl": "pkg:pypi/northwind@2.3.1"'}
    text = json.dumps(BILL | {"components": [quoting | NORTHWIND]}, indent=1)

    (seen,) = read(text)

    assert text.split("\n")[seen.line - 1].strip() == '"purl": "pkg:pypi/northwind@2.3.1"'


def test_an_escaped_value_still_has_its_line() -> None:
    text = json.dumps(BILL | {"components": [NORTHWIND]}, indent=1).replace("/", "\\/")

    (seen,) = read(text)

    assert text.split("\n")[seen.line - 1].strip() == '"purl": "pkg:pypi\\/northwind@2.3.1"'


def test_a_repeated_key_hides_nothing() -> None:
    text = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [%s], "components": []}'

    seen = read(text % json.dumps(NORTHWIND))

    assert identifiers(seen) == [("purl", "pkg:pypi/northwind@2.3.1")]
    assert [what.why for what in seen if isinstance(what, NotUnderstood)] == ["`components` stands twice in one object"]


def test_an_organisation_is_named_once() -> None:
    supplied = NORTHWIND | {"supplier": {"name": "Northwind AI, Inc."}}

    seen = read(json.dumps(BILL | {"components": [supplied] * 3}))

    assert identifiers(seen).count(("name", "Northwind AI, Inc.")) == 1


@pytest.mark.parametrize(
    ("purl", "also"),
    [
        pytest.param("pkg:huggingface/Northwind-AI/Borealis@1", ("model", "northwind-ai/borealis"), id="model"),
        pytest.param("pkg:docker/northwind/tide@1.2", ("image", "northwind/tide"), id="image"),
        pytest.param("pkg:oci/t?repository_url=r.example/n/t", ("image", "r.example/n/t"), id="image in a registry"),
        pytest.param("pkg:vscode-extension/northwind/chart@1", ("extension", "northwind.chart"), id="extension"),
        pytest.param("pkg:golang/a.example/b@v1#c/d", ("purl", "pkg:golang/a.example/b/c/d@v1"), id="module below"),
    ],
)
def test_a_package_url_of_some_types_is_something_else_as_well(purl: str, also: tuple[str, str]) -> None:
    _, second = identifiers(list(packaged(purl, HERE)))

    assert second == also


def test_the_name_of_a_model_becomes_the_id_by_which_it_is_called() -> None:
    assert identifiers([modelled(" Borealis 7B  Instruct", HERE)]) == [("model", "borealis-7b-instruct")]


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        pytest.param("https://API.northwind.example/v1", "api.northwind.example", id="address"),
        pytest.param("https://user:word@api.northwind.example:8443", "api.northwind.example", id="port and user"),
        pytest.param("api.northwind.example:443", "api.northwind.example", id="no scheme"),
        pytest.param("//api.northwind.example/v1?a=b", "api.northwind.example", id="scheme left open"),
        pytest.param("https://api.northwind.example./", "api.northwind.example", id="final point"),
        pytest.param("http://[2001:db8::1]:80/", "[2001:db8::1]", id="number"),
    ],
)
def test_an_endpoint_is_the_host_that_it_leads_to(endpoint: str, host: str) -> None:
    assert identifiers(list(reached(endpoint, HERE))) == [("host", host)]


def test_an_endpoint_without_a_host_is_of_the_service_itself() -> None:
    assert list(reached("/v1/messages", HERE)) == []


@pytest.mark.parametrize("endpoint", ["", "https://${region}.northwind.example", "ask the crew"])
def test_an_endpoint_that_names_no_host_is_reported(endpoint: str) -> None:
    (seen,) = reached(endpoint, HERE)

    assert isinstance(seen, NotUnderstood)


@given(
    kind=st.sampled_from(["cargo", "composer", "gem", "generic", "golang", "maven", "npm", "nuget", "pypi", "pub"]),
    rest=st.text(alphabet="ab0.-_/@%4A:#?=", min_size=1, max_size=12),
)
def test_every_package_url_is_put_in_its_canonical_form(kind: str, rest: str) -> None:
    purl = f"pkg:{kind}/{rest}"
    try:
        expected = PackageURL.from_string(purl).to_string()
    except ValueError:
        expected = ""

    first, *_ = packaged(purl, HERE)

    assert (first.identifier.value if isinstance(first, Observation) else "") == expected


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("bom.json", json.dumps(BILL) + "[" * DEEP, 0, id="brackets"),
        pytest.param("bom.json", json.dumps(BILL)[:-1] + ', "components": [{"components": ' * DEEP, 0, id="objects"),
        pytest.param("app.spdx3.json", '{"@context": "spdx", "a": ' + '{"a": ' * DEEP, 0, id="graph"),
        pytest.param("app.spdx", "SPDXVersion: SPDX-2.3\n" + "C: <text>\n" * DEEP, 0, id="texts that do not end"),
        pytest.param("app.spdx", "SPDXVersion: SPDX-2.3\n" + "C: <text>\n</text>\n" * DEEP, 0, id="texts"),
        pytest.param("app.spdx.yaml", "spdxVersion: SPDX-2.3\npackages:\n" + "- " * DEEP, 0, id="lists"),
        pytest.param(
            "bom.xml",
            '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">'
            + "<components><component><purl>pkg:npm/a@1</purl>" * DEEP,
            DEEP,
            id="elements",
        ),
    ],
)
def test_hostile_nesting_is_read_to_its_end(path: str, text: str, found: int) -> None:
    seen = read(text, path)

    assert len(identifiers(seen)) == found
    assert any(isinstance(what, NotUnderstood) for what in seen) or path == "app.spdx"


def test_a_component_is_found_however_deep_it_lies() -> None:
    text = json.dumps(NORTHWIND)
    for _ in range(200):
        text = f'{{"type": "library", "name": "outer", "purl": "pkg:npm/outer@1", "components": [{text}]}}'

    seen = read(json.dumps(BILL)[:-1] + f', "components": [{text}]}}')

    assert ("purl", "pkg:pypi/northwind@2.3.1") in identifiers(seen)
    assert len(seen) == 201


def test_lines_that_end_in_a_carriage_return_alone_break_nothing() -> None:
    seen = read(
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">\r<components>\r<component><purl>pkg:npm/a</purl>', "x"
    )

    assert ("purl", "pkg:npm/a") in identifiers(seen)
    assert {what.line for what in seen if isinstance(what, Observation)} == {1}


def _cyclonedx() -> str:
    components = [
        NORTHWIND
        | {"purl": f"pkg:npm/%40scope{n % 50}/name-{n}@1.{n}.0", "hashes": [{"alg": "SHA-512", "content": "a" * 128}]}
        | {"description": "It does something for somebody, and does it well", "supplier": {"name": "Harbour Works"}}
        for n in range(ENTRIES)
    ]
    return json.dumps(BILL | {"components": components}, indent=2)


def _tagged() -> str:
    return "SPDXVersion: SPDX-2.3\n" + "".join(
        f"PackageName: name-{n}\nPackageComment: <text>{'a' * 200}\n</text>\n"
        f"ExternalRef: PACKAGE-MANAGER purl pkg:npm/name-{n}@1.0\n\n"
        for n in range(ENTRIES)
    )


def _graph() -> str:
    packages = [
        {"type": "software_Package", "name": f"name-{n}", "software_packageUrl": f"pkg:npm/name-{n}@1"}
        | {"verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "a" * 64}]}
        for n in range(ENTRIES)
    ]
    return json.dumps({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": packages}, indent=2)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("bom.json", _cyclonedx(), id="CycloneDX"),
        pytest.param("bom.json", json.dumps(json.loads(_cyclonedx())), id="CycloneDX on one line"),
        pytest.param("app.spdx", _tagged(), id="SPDX, tag-value"),
        pytest.param("app.spdx3.json", _graph(), id="SPDX 3"),
    ],
)
def test_a_bill_of_many_thousand_packages_is_read_to_its_end(path: str, text: str) -> None:
    seen = [kind for kind, _ in identifiers(read(text, path)) if kind == "purl"]

    assert len(seen) == ENTRIES
