"""Texts that would grow without end are told as not understood by every reader of their format, in no time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from fuzz.soundness import PATIENCE, check
from fuzz.targets import Target, examiner

if TYPE_CHECKING:
    from muniment.app.scan.examine import Examined

LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY a0 "deepseek">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>\n"
)
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
ALIASES = "a0: &a0 [deepseek]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
IN_XML = {
    "pom.xml": "<project><dependencies><dependency><groupId>{}</groupId><artifactId>b</artifactId></dependency>"
    "</dependencies></project>",
    "app.csproj": '<Project><ItemGroup><PackageReference Include="{}" Version="1"/></ItemGroup></Project>',
    "packages.config": '<packages><package id="{}" version="1"/></packages>',
    "bom.xml": '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library">'
    "<name>{}</name></component></components></bom>",
}
IN_YAML = {
    "environment.yml": "dependencies: *a11\n",
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\npackages: *a11\n",
    "pubspec.yaml": "name: a\ndependencies: *a11\n",
    "suppliers.yaml": "suppliers: *a11\n",
    ".github/workflows/ci.yml": "jobs: {build: {steps: *a11}}\n",
    "docker-compose.yml": "services: *a11\n",
}
SHEET = "xl/worksheets/sheet1.xml"


def examined(path: str, data: bytes) -> tuple[Examined, Examined | None]:
    return examiner().examine(path, data), examiner().structure(path, data)


def gaps(path: str, data: bytes) -> list[str]:
    return [gap.why for each in examined(path, data) if each for gap in each.not_understood]


@pytest.mark.parametrize("path", IN_XML)
@pytest.mark.parametrize(("start", "entity"), [(LAUGHS, "&a11;"), (OUTSIDE, "&x;")], ids=["nested", "of a file"])
def test_entities_of_xml_are_neither_filled_in_nor_passed_over(path: str, start: str, entity: str) -> None:
    data = (start + IN_XML[path].format(entity)).encode()

    check(Target(paths=(path,), read=examined), path, data, PATIENCE)

    assert gaps(path, data)
    assert "root:" not in repr(examined(path, data))


@pytest.mark.parametrize("path", IN_YAML)
def test_aliases_of_yaml_are_not_filled_in(path: str) -> None:
    data = (ALIASES + IN_YAML[path]).encode()

    check(Target(paths=(path,), read=examined), path, data, PATIENCE)


@pytest.mark.parametrize("name", ["suppliers.xlsx", "suppliers.docx", "suppliers.odt", "suppliers.ods"])
def test_a_document_that_is_a_bomb_is_told_as_not_understood(name: str) -> None:
    packed = io.BytesIO()
    inside = {"docx": "word/document.xml", "xlsx": SHEET}.get(name.rpartition(".")[2], "content.xml")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(inside, LAUGHS + "<a>&a11;</a>" + " " * (24 * 1024 * 1024))
    data = packed.getvalue()

    check(Target(paths=(name,), read=examined), name, data, PATIENCE)

    assert gaps(name, data)
